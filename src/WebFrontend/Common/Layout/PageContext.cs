namespace LearningHub.WebFrontend.Common.Layout;

/// <summary>
/// What every page says to its layout. An endpoint makes one for the request and sets <see cref="Title"/> and
/// <see cref="ActiveTab"/>; it cascades, so a component deep in the page can ask who looks.
/// </summary>
public sealed record PageContext
{
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>Null: nobody is signed in.</summary>
    public PageViewer? Viewer { get; init; }

    /// <summary>The main tab this page belongs to: one of <see cref="SitePaths"/>' tabs, or a work area's path.</summary>
    public string? ActiveTab { get; init; }

    /// <summary>Which engine runs the grains, for the footer: "Microsoft Orleans 10.4.2" or "in-process engine".</summary>
    public string EngineName { get; init; } = "";

    /// <summary>light, dark or auto, from the cookie "theme".</summary>
    public string Theme { get; init; } = "auto";

    /// <summary>The tenant's one accent, 0 to 359.</summary>
    public int Hue { get; init; } = 172;
    public string SiteName { get; init; } = "Learning Hub";
    public string Language { get; init; } = "en";
    public string Dir { get; init; } = "ltr";

    /// <summary>Null: no bell.</summary>
    public int? UnreadCount { get; init; }
    /// <summary>Of that count: a push with a higher one is newer.</summary>
    public long UnreadNumber { get; init; }
    /// <summary>Courses in the viewer's cart; null hides the link to it.</summary>
    public int? CartCount { get; init; }
    public string? BodyClass { get; init; }

    /// <summary>A slim top bar across the whole width, no tabs and no footer: the learn page.</summary>
    public bool Slim { get; init; }

    /// <summary>What the search box of the top bar shows; null hides the box (the catalogue has its own).</summary>
    public string? Search { get; init; } = "";

    /// <summary>Name and value of the hidden field that posts carry, when the endpoint asks for one.</summary>
    public (string Name, string Value)? FormToken { get; init; }

    public string Heading => Title == SiteName ? SiteName : $"{Title} · {SiteName}";

    /// <summary>What a cookie may say; anything else is auto.</summary>
    public static string ThemeFrom(string? cookie) => cookie is "light" or "dark" ? cookie : "auto";
}
