namespace LearningHub.WebFrontend.Common;

/// <summary>What the cookie <c>hub_session</c> and bearer tokens hold: <c>user.session.secret</c>. The secret is 256 random bits of which
/// the user grain keeps only a hash, so nothing here needs signing.</summary>
public sealed record SessionToken(string UserId, string SessionId, string Secret)
{
    public const string CookieName = "hub_session";

    /// <summary>An admin's own session while they act on behalf of somebody. It is looked at when that ends, and gone when it has run out.</summary>
    public const string AsideCookieName = "hub_session_own";

    public override string ToString() => $"{UserId}.{SessionId}.{Secret}";

    public static SessionToken? Parse(string? text) =>
        text is { Length: > 0 and <= 256 } && text.Split('.') is [var user, var session, var secret]
        && KeySegment.IsValid(user) && KeySegment.IsValid(session) && secret.Length is > 0 and <= 100
            ? new(user, session, secret) : null;

    /// <summary>The bearer token, else the cookie. SignalR's WebSocket cannot set headers, so its <c>access_token</c> query counts under /hubs.</summary>
    public static (SessionToken? Token, bool ByCookie) Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return (Parse(authorization[7..].Trim()), false);
        if (request.Path.StartsWithSegments("/hubs") && request.Query["access_token"] is [{ Length: > 0 } query]) return (Parse(query), false);
        return (Parse(request.Cookies[CookieName]), true);
    }
}
