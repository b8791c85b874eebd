using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Users;

/// <summary>The browser's session cookie. Gone with the browser, or kept as long as the session.</summary>
internal static class SessionCookie
{
    private const string OwnName = "hub_session_own";

    public static void Set(HttpContext http, OpenedSession session, bool remember)
    {
        var options = Options(http);
        if (remember) options.Expires = session.ExpiresAt;
        http.Response.Cookies.Append(SessionToken.CookieName, TokenOf(session), options);
    }

    /// <summary>Puts the admin's own session aside while they act as somebody else. Only a session that came by the cookie is kept: a bearer token stays with its owner.</summary>
    public static void SetOnBehalf(HttpContext http, OpenedSession session)
    {
        if (SessionToken.Of(http.Request) is ({ } own, true)) http.Response.Cookies.Append(OwnName, own.ToString(), Options(http));
        Set(http, session, remember: false);
    }

    /// <summary>Back to the session that was put aside; to none where there is none. Whether it still lives is found out by its next request.</summary>
    public static void Return(HttpContext http)
    {
        if (SessionToken.Parse(http.Request.Cookies[OwnName]) is { } own) http.Response.Cookies.Append(SessionToken.CookieName, own.ToString(), Options(http));
        else Clear(http);
        http.Response.Cookies.Delete(OwnName, Options(http));
    }

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(SessionToken.CookieName, Options(http));

    public static string TokenOf(OpenedSession session) => new SessionToken(session.UserId, session.SessionId, session.Secret).ToString();

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true,
    };
}
