namespace LearningHub.WebFrontend.Chat;

public static class ChatWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapChat(this IEndpointRouteBuilder routes) => routes;
}
