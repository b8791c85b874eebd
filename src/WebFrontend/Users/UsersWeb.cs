namespace LearningHub.WebFrontend.Users;

public static class UsersWeb
{
    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder routes) => routes;
}
