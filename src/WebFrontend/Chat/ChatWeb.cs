namespace LearningHub.WebFrontend.Chat;

public static class ChatWeb
{
    /// <summary>The API of the chat; its place in the pages is the learn page's.</summary>
    public static IEndpointRouteBuilder MapChat(this IEndpointRouteBuilder routes)
    {
        routes.MapChatApi();
        return routes;
    }
}
