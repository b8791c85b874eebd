using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LearningHub.Grains.Users;

/// <summary>Links in mails: <c>{userId}.{mac}</c>. The MAC binds tenant, person, purpose, the nonce kept in the state and the expiry, so that a
/// link cannot serve another purpose or person, and dies with its nonce.</summary>
internal static class MailLinks
{
    public const string Confirm = "confirm";
    public const string Reset = "reset";
    public const string Email = "email";
    /// <summary>Not a link: something happened that the person is told of.</summary>
    public const string Notice = "notice";

    public static string Token(byte[] key, UserKey user, string purpose, MailLink link) => $"{user.UserId}.{Mac(key, user, purpose, link)}";

    public static bool Opens(byte[] key, UserKey user, string purpose, MailLink? link, string? token, DateTimeOffset now) =>
        link is not null && now < link.ExpiresAt && token is { Length: <= 200 } &&
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Token(key, user, purpose, link)), Encoding.UTF8.GetBytes(token));

    private static string Mac(byte[] key, UserKey user, string purpose, MailLink link) => Base64Url.EncodeToString(
        // None of the parts can hold a line feed (keys, constants, hex, digits), so the text is unambiguous.
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"hub.mail-link.1\n{user.Tenant}\n{user.UserId}\n{purpose}\n{link.Nonce}\n{link.ExpiresAt.ToUnixTimeMilliseconds()}")));
}

/// <summary>What a caller shows to have received a mail, together with what it takes to check it.</summary>
internal sealed record LinkProof(byte[] Key, UserKey User, string? Token)
{
    public bool Opens(string purpose, MailLink? link, DateTimeOffset now) => MailLinks.Opens(Key, User, purpose, link, Token, now);
}
