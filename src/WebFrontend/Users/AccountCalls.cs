using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Users;

/// <summary>What visitors do with accounts. Pages and API make the same calls.</summary>
internal sealed class AccountCalls(IGrainFactory grains, SignInLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private const int LongestInput = 1000;

    /// <summary>The id of the new person. The same idempotency key is the same person; visitors have keys of their own choice, so one that another has chosen too is another's.</summary>
    public async Task<Result<string>> Register(HttpContext http, string name, string email, string password, string zone)
    {
        var tenant = http.Viewer().Tenant;
        if (await limits.TryRegister(http) is { } tooMany) return tooMany;
        if (!(await grains.GetGrain<ITenantGrain>(new TenantKey(tenant, "settings").ToString()).Get()).IsSetUp)
            return Error.Conflict("tenants.not_set_up", "This academy is not set up yet.");
        var operation = http.OperationId();
        var id = operation is null ? KeySegment.NewId(time) : Derived("register", tenant, $"{operation}\n{Cut(email).Trim().ToLowerInvariant()}");
        var registered = await grains.User(new UserKey(tenant, id)).Register(new RegisterUser(name, email, password, [], zone) { OperationId = operation });
        if (registered.IsOk) await grains.Passed(UserProjections.People, registered.Value);
        return registered.Map(_ => id);
    }

    public async Task<Result<OpenedSession>> SignIn(HttpContext http, string email, string password, bool remember)
    {
        var tenant = http.Viewer().Tenant;
        var started = time.GetTimestamp();
        if (await limits.TrySignIn(http, Cut(email)) is { } tooMany) return tooMany;
        // Somebody whom nobody knows is a person too, under an id made of the e-mail: as much work, the same lockout.
        var id = await FindByEmail(tenant, email) ?? Derived("stranger", tenant, Cut(email).Trim().ToLowerInvariant());
        var opened = await grains.User(new UserKey(tenant, id)).SignIn(new SignIn(Cut(password), UserAgents.Describe(http.Request.Headers.UserAgent), remember));
        if (opened.Error is { Code: "users.locked_out" }) http.Response.Headers.RetryAfter = "900";
        if (!opened.IsOk) await LevelTime(started);
        return opened;
    }

    /// <summary>Never tells whether there is such an account, by words or by time.</summary>
    public async Task<Error?> Forgot(HttpContext http, string email)
    {
        var tenant = http.Viewer().Tenant;
        var started = time.GetTimestamp();
        if (await limits.TrySignIn(http, Cut(email)) is { } tooMany) return tooMany;
        if (await FindByEmail(tenant, email) is { } id)
            using (ActorContext.As(Actor.System(tenant)))
                await grains.User(new UserKey(tenant, id)).RequestPasswordReset(new RequestPasswordReset());
        await LevelTime(started);
        return null;
    }

    public Task<Result<Receipt>> Confirm(HttpContext http, string token) =>
        PersonOf(http, token) is { } user ? user.ConfirmEmail(new ConfirmEmail(token)) : Task.FromResult<Result<Receipt>>(LinkInvalid);

    /// <summary>Answers when lists show the new address.</summary>
    public async Task<Result<Receipt>> ConfirmAddress(HttpContext http, string token)
    {
        if (PersonOf(http, token) is not { } user) return LinkInvalid;
        var changed = await user.ConfirmEmailChange(new ConfirmEmailChange(token));
        if (changed.IsOk) await grains.Passed(UserProjections.People, changed.Value);
        return changed;
    }

    public Task<Result<Receipt>> Reset(HttpContext http, string token, string password) =>
        PersonOf(http, token) is { } user ? user.ResetPassword(new ResetPassword(token, password) { OperationId = http.OperationId() }) : Task.FromResult<Result<Receipt>>(LinkInvalid);

    /// <summary>Ends the session that makes this request.</summary>
    public async Task SignOut(HttpContext http)
    {
        var viewer = http.Viewer();
        if (viewer.Actor.SessionId is { } session)
            await grains.User(new UserKey(viewer.Tenant, viewer.UserId)).EndSession(new EndSession(session));
    }

    private static Error LinkInvalid => Error.Invalid("users.link_invalid", "This link is not valid any more. Ask for a new one.");

    /// <summary>Links begin with the person's id; the rest is for the person's grain to check.</summary>
    private IUserGrain? PersonOf(HttpContext http, string token) =>
        token.Length <= 200 && token.Split('.') is [var id, _] && KeySegment.IsValid(id) ? grains.User(new UserKey(http.Viewer().Tenant, id)) : null;

    private async Task<string?> FindByEmail(string tenant, string email)
    {
        if (email.Length > LongestInput) return null;
        using (ActorContext.As(Actor.System(tenant)))
            return await grains.Queries<IUserQueriesGrain>(tenant).FindByEmail(email);
    }

    /// <summary>Waits until a whole number of tenths of a second is over: a commit more or less does not show.</summary>
    private Task LevelTime(long started)
    {
        var over = time.GetElapsedTime(started).Ticks % Step.Ticks;
        return Task.Delay(TimeSpan.FromTicks(Step.Ticks - over), time);
    }

    private static string Cut(string? text) => text is null ? "" : text.Length <= LongestInput ? text : text[..LongestInput];

    private static string Derived(string what, string tenant, string value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}\n{tenant}\n{value}")))[..40];
}
