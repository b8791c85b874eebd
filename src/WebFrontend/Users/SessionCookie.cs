using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Users;

/// <summary>The browser's session cookie. Gone with the browser, or kept as long as the session.</summary>
internal static class SessionCookie
{
    private const string OwnName = SessionToken.AsideCookieName;

    /// <summary>Whoever signs in is themself: a session that was put aside by somebody before is no longer come back to.</summary>
    public static void Set(HttpContext http, OpenedSession session, bool remember)
    {
        http.Response.Cookies.Delete(OwnName, Options(http));
        Write(http, session, remember);
    }

    private static void Write(HttpContext http, OpenedSession session, bool remember)
    {
        var options = Options(http);
        if (remember) options.Expires = session.ExpiresAt;
        http.Response.Cookies.Append(SessionToken.CookieName, TokenOf(session), options);
    }

    /// <summary>Puts the admin's own session aside while they act as somebody else, and no longer. Only a session that came by the cookie is kept: a bearer token stays with its owner.</summary>
    public static void SetOnBehalf(HttpContext http, OpenedSession session)
    {
        if (SessionToken.Of(http.Request) is ({ } own, true))
        {
            var options = Options(http);
            options.Expires = session.ExpiresAt;
            http.Response.Cookies.Append(OwnName, own.ToString(), options);
        }
        Write(http, session, remember: false);
    }

    /// <summary>Back to the session that was put aside, for who makes this request in a living session on behalf; to none for everybody else, as nobody can tell who sits at the browser once it has
    /// run out. Whether the admin's own still lives is found out by its next request.</summary>
    public static void Return(HttpContext http)
    {
        var own = SessionToken.Parse(http.Request.Cookies[OwnName]);
        Clear(http);
        if (http.Viewer().Person?.By is not null && SessionToken.Of(http.Request).ByCookie && own is not null) http.Response.Cookies.Append(SessionToken.CookieName, own.ToString(), Options(http));
    }

    /// <summary>Signed out, and of a session that was put aside too.</summary>
    public static void Clear(HttpContext http)
    {
        http.Response.Cookies.Delete(SessionToken.CookieName, Options(http));
        http.Response.Cookies.Delete(OwnName, Options(http));
    }

    public static string TokenOf(OpenedSession session) => new SessionToken(session.UserId, session.SessionId, session.Secret).ToString();

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true,
    };
}
