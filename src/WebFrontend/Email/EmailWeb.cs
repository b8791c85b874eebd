namespace LearningHub.WebFrontend.Email;

public static class EmailWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapEmail(this IEndpointRouteBuilder routes) => routes;
}
