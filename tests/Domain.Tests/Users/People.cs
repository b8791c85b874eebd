using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Users;

namespace LearningHub.Domain.Tests.Users;

/// <summary>A registered student and those around her.</summary>
internal static class People
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly UserKey Key = new("acme", "ada");
    public static readonly byte[] SigningKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    public static readonly Actor Visitor = Actor.Visitor("acme");
    public static readonly Actor Platform = Actor.System("acme");
    public static readonly Actor Ada = new("acme", "ada", [Roles.Student], "s1");
    public static readonly Actor Bob = new("acme", "bob", [Roles.Student], "s9");
    public static readonly Actor Admin = new("acme", "root", [Roles.Admin], "s8");

    public static RegisterUser Registration(string email = "ada@example.org") => new("Ada Lovelace", email, "correct horse battery", [], "Europe/London");

    public static UserState Registered() => User.Register(UserState.Empty, Registration(), "hash", "nonce", Visitor, Now).State!;

    public static UserState SignedIn(string session = "s1", bool remember = false) => SignIn(Registered(), session, Now, remember);

    public static UserState SignIn(UserState s, string session, DateTimeOffset now, bool remember = false) =>
        User.SignIn(s, new SignIn("", "Firefox on Linux", remember), session, Secret(session), null, now).State!;

    public static string Secret(string session) => $"secret of {session}";

    public static LinkProof Proof(string token) => new(SigningKey, Key, token);
}
