using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Users;

/// <summary>Accounts and sessions over the API.</summary>
internal static class AccountApi
{
    public static void MapAccountApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Users");

        api.MapPost("/users", Register).Access(Permission.Anyone).WithName("users.register")
            .WithSummary("Registers a student; a mail with a link to confirm the address follows.")
            .Produces<RegisteredAnswer>(201).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429);
        api.MapPost("/users/confirm", Confirm).Access(Permission.Anyone).WithName("users.confirm")
            .WithSummary("Confirms an e-mail address by the token of its mail. Safe to repeat.").Produces(204).ProducesProblem(422);
        api.MapPost("/me/confirmation", Resend).Access(Permission.SignedIn).WithName("users.resendConfirmation")
            .WithSummary("Sends the confirmation mail again, at most one a minute.").Produces(202).ProducesProblem(409).ProducesProblem(429);

        api.MapPost("/sessions", Open).Access(Permission.Anyone).WithName("sessions.open")
            .WithSummary("Signs in. The token is a bearer token for 12 hours from its last use, or 30 days with remember. Sets no cookie.")
            .Produces<SessionAnswer>(201).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429);
        api.MapGet("/sessions", List).Access(Permission.SignedIn).WithName("sessions.list")
            .WithSummary("The caller's living sessions, newest first.").Produces<ImmutableArray<SessionView>>();
        api.MapDelete("/sessions/{sessionId}", End).Access(Permission.SignedIn).WithName("sessions.end")
            .WithSummary("Ends one of the caller's sessions; its sockets close at once. `current` signs out.").Produces(204).ProducesProblem(404);
        api.MapDelete("/sessions", EndOthers).Access(Permission.SignedIn).WithName("sessions.endOthers")
            .WithSummary("Ends all of the caller's sessions but this one.").Produces(204);

        api.MapPost("/password/forgot", Forgot).Access(Permission.Anyone).WithName("password.forgot")
            .WithSummary("Asks for a mail with a reset link. The answer is the same whether there is such an account or not.").Produces(202).ProducesProblem(429);
        api.MapPost("/password/reset", Reset).Access(Permission.Anyone).WithName("password.reset")
            .WithSummary("Sets a new password by the token of a reset mail, once; ends all sessions.").Produces(204).ProducesProblem(422);
        api.MapPut("/password", Change).Access(Permission.SignedIn).WithName("password.change")
            .WithSummary("Changes the caller's password; ends all other sessions.").Produces(204).ProducesProblem(422).ProducesProblem(429);

        api.MapPost("/me/email", RequestEmail).Access(Permission.SignedIn).WithName("me.requestEmail")
            .WithSummary("Asks for another e-mail address: a link goes to the new one, a notice to the one in use. Takes the current password; at most one a minute.")
            .Produces<UserView>(202).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429);
        api.MapPost("/users/confirm-address", ConfirmAddress).Access(Permission.Anyone).WithName("users.confirmAddress")
            .WithSummary("Changes a person's e-mail address by the token of the mail to the new one. Safe to repeat.").Produces(204).ProducesProblem(409).ProducesProblem(422);

        api.MapGet("/me", Me).Access(Permission.SignedIn).WithName("me.get").WithSummary("The caller.").Produces<UserView>();
        api.MapPut("/me", ChangeProfile).Access(Permission.SignedIn).WithName("me.change")
            .WithSummary("Changes the caller's name, headline and time zone.").Produces<UserView>().ProducesProblem(422);
    }

    private static async Task<IResult> Register(RegisterBody body, HttpContext http, AccountCalls calls) =>
        (await calls.Register(http, body.Name ?? "", body.Email ?? "", body.Password ?? "", body.Zone ?? ""))
            .ToApi(id => Results.Created($"{EndpointGroups.ApiRoot}/users/{id}", new RegisteredAnswer(id)));

    private static async Task<IResult> Confirm(TokenBody body, HttpContext http, AccountCalls calls) =>
        (await calls.Confirm(http, body.Token ?? "")).ToApi(_ => Results.NoContent());

    private static async Task<IResult> Resend(HttpContext http, IGrainFactory grains) =>
        (await Self(http, grains).ResendConfirmation(new ResendConfirmation { OperationId = http.OperationId() })).ToApi(_ => Results.StatusCode(202));

    private static async Task<IResult> Open(OpenBody body, HttpContext http, AccountCalls calls) =>
        (await calls.SignIn(http, body.Email ?? "", body.Password ?? "", body.Remember ?? false))
            .ToApi(s => Results.Created($"{EndpointGroups.ApiRoot}/sessions/{s.SessionId}", new SessionAnswer(SessionCookie.TokenOf(s), s.UserId, s.SessionId, s.ExpiresAt)));

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains) => (await Self(http, grains).ListSessions()).ToApi();

    private static async Task<IResult> End(string sessionId, HttpContext http, IGrainFactory grains)
    {
        var id = sessionId == "current" ? http.Viewer().Actor.SessionId ?? sessionId : sessionId;
        return (await Self(http, grains).EndSession(new EndSession(id))).ToApi(_ => Results.NoContent());
    }

    private static async Task<IResult> EndOthers(HttpContext http, IGrainFactory grains) =>
        (await Self(http, grains).EndSession(new EndSession(null))).ToApi(_ => Results.NoContent());

    private static async Task<IResult> Forgot(EmailBody body, HttpContext http, AccountCalls calls) =>
        await calls.Forgot(http, body.Email ?? "") is { } tooMany ? tooMany.ToProblem() : Results.StatusCode(202);

    private static async Task<IResult> Reset(ResetBody body, HttpContext http, AccountCalls calls) =>
        (await calls.Reset(http, body.Token ?? "", body.Password ?? "")).ToApi(_ => Results.NoContent());

    private static async Task<IResult> Change(PasswordBody body, HttpContext http, IGrainFactory grains) =>
        (await Self(http, grains).ChangePassword(new ChangePassword(body.Current ?? "", body.Password ?? "") { OperationId = http.OperationId() })).ToApi(_ => Results.NoContent());

    private static async Task<IResult> RequestEmail(NewEmailBody body, HttpContext http, IGrainFactory grains)
    {
        var self = Self(http, grains);
        var asked = await self.RequestEmailChange(new RequestEmailChange(body.Email ?? "", body.Current ?? "") { OperationId = http.OperationId() });
        return asked.IsOk ? (await self.Get()).ToApi(v => Results.Json(v, statusCode: 202)) : asked.ToApi();
    }

    private static async Task<IResult> ConfirmAddress(TokenBody body, HttpContext http, AccountCalls calls) =>
        (await calls.ConfirmAddress(http, body.Token ?? "")).ToApi(_ => Results.NoContent());

    private static async Task<IResult> Me(HttpContext http, IGrainFactory grains) => (await Self(http, grains).Get()).ToApi();

    private static async Task<IResult> ChangeProfile(ProfileBody body, HttpContext http, IGrainFactory grains)
    {
        var self = Self(http, grains);
        var changed = await self.ChangeProfile(new ChangeProfile(body.Name ?? "", body.Headline ?? "", body.Zone ?? "") { OperationId = http.OperationId() });
        if (!changed.IsOk) return changed.ToApi();
        await grains.Passed(UserProjections.People, changed.Value);
        return (await self.Get()).ToApi();
    }

    private static IUserGrain Self(HttpContext http, IGrainFactory grains) => grains.User(new UserKey(http.Viewer().Tenant, http.Viewer().UserId));

    internal sealed record RegisterBody(string? Name, string? Email, string? Password, string? Zone);
    internal sealed record RegisteredAnswer(string UserId);
    internal sealed record TokenBody(string? Token);
    internal sealed record OpenBody(string? Email, string? Password, bool? Remember);
    internal sealed record SessionAnswer(string Token, string UserId, string SessionId, DateTimeOffset ExpiresAt);
    internal sealed record EmailBody(string? Email);
    internal sealed record ResetBody(string? Token, string? Password);
    internal sealed record NewEmailBody(string? Email, string? Current);
    internal sealed record PasswordBody(string? Current, string? Password);
    internal sealed record ProfileBody(string? Name, string? Headline, string? Zone);
}
