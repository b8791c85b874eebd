namespace LearningHub.WebFrontend.Users;

/// <summary>A user agent in words for the list of sessions: "Firefox on Linux". A help for people, nothing depends on it.</summary>
internal static class UserAgents
{
    // The order matters: Edge and Opera also say Chrome, Chrome also says Safari, Android also says Linux.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Describe(string? userAgent)
    {
        if (userAgent is not { Length: > 0 and <= 1000 }) return "Unknown device";
        var browser = Name(Browsers, userAgent);
        var system = Name(Systems, userAgent);
        return (browser, system) switch
        {
            (null, null) => "A program",
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    private static string? Name((string Mark, string Name)[] known, string userAgent) =>
        Array.Find(known, x => userAgent.Contains(x.Mark, StringComparison.Ordinal)).Name;
}
