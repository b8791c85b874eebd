namespace LearningHub.WebFrontend.Common;

/// <summary>Refusals in the shape the caller can use: problem details for programs, a page (or the sign-in page) for people.</summary>
internal static class Refusals
{
    public static bool WantsPage(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>() is not null
        || (!http.Request.Path.StartsWithSegments("/api") && !http.Request.Path.StartsWithSegments("/hubs")
            && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal));

    public static IResult NotFound(HttpContext http) =>
        WantsPage(http) ? Pages.Message(http, 404, "There is nothing here", "The address may be old or mistyped, or what it showed is not open to you.") : ProblemResults.NotFound();

    public static IResult Forbidden(HttpContext http) =>
        WantsPage(http) ? Pages.Message(http, 403, "This is not open to you", "Your account does not have the role that this page needs.") : ProblemResults.Forbidden();

    public static IResult SignIn(HttpContext http)
    {
        if (!WantsPage(http)) return ProblemResults.SignIn();
        var back = HttpMethods.IsGet(http.Request.Method) ? $"?return={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}" : "";
        return Pages.SeeOther("/sign-in" + back);
    }
}
