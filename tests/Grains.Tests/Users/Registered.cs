using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Tests.Users;

/// <summary>People, as tests want them.</summary>
internal static class Registered
{
    public const string Password = "correct horse battery";

    public static RegisterUser Form(string email, string name = "Ada Lovelace") => new(name, email, Password, []);

    /// <summary>Registers as a visitor does, under a new id.</summary>
    public static async Task<UserKey> Register(this HubFixture hub, string tenant, string email)
    {
        var key = new UserKey(tenant, KeySegment.NewId(TimeProvider.System));
        using var _ = hub.As(Actor.Visitor(tenant));
        (await hub.Grains.User(key).Register(Form(email))).Error.ShouldBeNull();
        return key;
    }

    public static async Task<OpenedSession> SignIn(this HubFixture hub, UserKey key, string password = Password)
    {
        using var _ = hub.As(Actor.Visitor(key.Tenant));
        return (await hub.Grains.User(key).SignIn(new SignIn(password, "Firefox on Linux", false))).Value.ShouldNotBeNull();
    }

    public static async Task<Principal?> Authenticate(this HubFixture hub, UserKey key, OpenedSession session)
    {
        using var _ = hub.As(Actor.Visitor(key.Tenant));
        return await hub.Grains.User(key).Authenticate(session.SessionId, session.Secret);
    }

    public static IDisposable AsPerson(this HubFixture hub, UserKey key, OpenedSession? session = null) =>
        hub.As(new Actor(key.Tenant, key.UserId, [Roles.Student], session?.SessionId));

    public static IDisposable AsAdmin(this HubFixture hub, string tenant) => hub.As(new Actor(tenant, "root", [Roles.Admin], null));

    public static IDisposable AsPlatform(this HubFixture hub, string tenant) => hub.As(Actor.System(tenant));
}
