using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Users;

/// <summary>The browser's session cookie. Gone with the browser, or kept as long as the session.</summary>
internal static class SessionCookie
{
    public static void Set(HttpContext http, OpenedSession session, bool remember)
    {
        var options = Options(http);
        if (remember) options.Expires = session.ExpiresAt;
        http.Response.Cookies.Append(SessionToken.CookieName, TokenOf(session), options);
    }

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(SessionToken.CookieName, Options(http));

    public static string TokenOf(OpenedSession session) => new SessionToken(session.UserId, session.SessionId, session.Secret).ToString();

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true,
    };
}
