namespace LearningHub.WebFrontend.Users;

public static class UsersWeb
{
    public static IServiceCollection AddUsersWeb(this IServiceCollection services) =>
        services.AddSingleton<SignInLimits>().AddSingleton<AccountCalls>().AddSingleton<UserCalls>();

    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapAccountApi();
        routes.MapUserAdministrationApi();
        routes.MapSignInPages();
        routes.MapPasswordPages();
        routes.MapAccountPages();
        routes.MapUserAdministrationPages();
        routes.MapImpersonationPages();
        return routes;
    }
}
