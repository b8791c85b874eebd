namespace LearningHub.WebFrontend.Common;

/// <summary>Where the forms of one page may lead besides this site. Browsers hold <c>form-action</c> against every redirect that follows a form: a page with a pay
/// button names the origin of the provider's page, and only such a page does.</summary>
public static class FormTargets
{
    /// <summary>Null, or what is no plain https origin (http on loopback, for trials), changes nothing.</summary>
    public static void AllowFormsTo(this HttpContext http, string? origin)
    {
        if (origin is null || !Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin) return;
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) || uri.UserInfo.Length > 0) return;
        if (!origin.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '/' or '.' or '-')) return;
        var headers = http.Response.Headers;
        var policy = headers.ContentSecurityPolicy.ToString();
        if (!policy.Contains(origin, StringComparison.Ordinal)) headers.ContentSecurityPolicy = policy.Replace("form-action 'self'", $"form-action 'self' {origin}", StringComparison.Ordinal);
    }
}
