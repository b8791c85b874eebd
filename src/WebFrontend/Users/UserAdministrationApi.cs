using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Users;

/// <summary>People, for admins; and names, for everyone who is signed in.</summary>
internal static class UserAdministrationApi
{
    public static void MapUserAdministrationApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Users");
        api.MapGet("/users", List).Access(Permission.ManageUsers).WithName("users.list")
            .WithSummary("People by name; search is the beginning of a name or e-mail.").Produces<Page<UserRow>>();
        api.MapGet("/users/{userId}", Get).Access(Permission.ManageUsers).WithName("users.get").WithSummary("One person.").Produces<UserView>().ProducesProblem(404);
        api.MapPut("/users/{userId}/roles", SetRoles).Access(Permission.ManageUsers).WithName("users.setRoles")
            .WithSummary("Sets a person's roles, out of student, instructor and admin. Nobody changes their own.").Produces<UserView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/users/{userId}/suspension", Suspend).Access(Permission.ManageUsers).WithName("users.suspend")
            .WithSummary("Ends a person's sessions and sockets at once and refuses sign-in until restored.").Produces<UserView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapDelete("/users/{userId}/suspension", Restore).Access(Permission.ManageUsers).WithName("users.restore")
            .WithSummary("Lets a suspended person sign in again.").Produces<UserView>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/users/{userId}/email-confirmation", async (string userId, HttpContext http, UserCalls calls) => (await calls.Vouch(http, userId)).ToApi())
            .Access(Permission.ManageUsers).WithName("users.vouch").WithSummary("Confirms a person's address in place of the link in the mail.").Produces<UserView>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/users/{userId}/impersonation", async (string userId, ReasonBody body, HttpContext http, UserCalls calls) =>
                (await calls.Impersonate(http, userId, body.Reason ?? "")).ToApi(s => Results.Ok(new OnBehalfToken(SessionCookie.TokenOf(s), s.ExpiresAt))))
            .Access(Permission.ManageUsers).WithName("users.impersonate").WithSummary("Opens a session as this person, for 30 minutes: what an admin may do in it is limited, and noted under both names.")
            .Produces<OnBehalfToken>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/users/{userId}/impersonations", async (string userId, HttpContext http, IGrainFactory grains) => (await grains.User(new UserKey(http.Viewer().Tenant, userId)).ListImpersonations(50)).ToApi())
            .Access(Permission.ManageUsers).WithName("users.impersonations").WithSummary("Who acted on behalf of this person, why and when; newest first.").Produces<ImmutableArray<ImpersonationView>>().ProducesProblem(404);
        api.MapDelete("/impersonation", async (HttpContext http, UserCalls calls) => (await calls.EndImpersonation(http)).ToApi(static _ => Results.NoContent()))
            .Access(Permission.SignedIn).WithName("users.endImpersonation").WithSummary("Ends the session on behalf of another that makes this request.").Produces(204).ProducesProblem(403);
        api.MapGet("/people", People).Access(Permission.SignedIn).WithName("people.get")
            .WithSummary("Names by id: at most 200 ids, with commas between. Unknown ids are left out.").Produces<ImmutableArray<PersonView>>();
    }

    private static async Task<IResult> List(HttpContext http, UserCalls calls, string? search, string? role, bool? suspended, string? cursor, int? limit) =>
        Results.Ok(await calls.List(http, search, role, suspended ?? false, cursor, HttpInput.Limit(limit)));

    private static async Task<IResult> Get(string userId, HttpContext http, UserCalls calls) => (await calls.Get(http, userId)).ToApi();

    private static async Task<IResult> SetRoles(string userId, RolesBody body, HttpContext http, UserCalls calls) => (await calls.SetRoles(http, userId, body.Roles ?? [])).ToApi();

    private static async Task<IResult> Suspend(string userId, ReasonBody body, HttpContext http, UserCalls calls) => (await calls.Suspend(http, userId, body.Reason ?? "")).ToApi();

    private static async Task<IResult> Restore(string userId, HttpContext http, UserCalls calls) => (await calls.Restore(http, userId)).ToApi();

    private static async Task<IResult> People(HttpContext http, IGrainFactory grains, string? ids)
    {
        ImmutableArray<string> asked = [.. (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(KeySegment.IsValid).Take(200)];
        return Results.Ok(asked.IsEmpty ? [] : await grains.Queries<IUserQueriesGrain>(http.Viewer().Tenant).People(asked));
    }

    internal sealed record OnBehalfToken(string Token, DateTimeOffset ExpiresAt);
    internal sealed record RolesBody(ImmutableArray<string>? Roles);
    internal sealed record ReasonBody(string? Reason);
}
