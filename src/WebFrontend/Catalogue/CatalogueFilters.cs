using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Catalogue;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.WebFrontend.Catalogue;

/// <summary>The filters of the catalogue as the address holds them: every filter is in the URL, so that a search can be kept and shared.</summary>
public sealed record CatalogueFilters(string Text, ImmutableArray<string> Subjects, ImmutableArray<CourseLevel> Levels, ImmutableArray<string> Languages, bool FreeOnly, bool PaidOnly, CatalogueSort Sort, string? Cursor)
{
    public static CatalogueFilters Of(HttpRequest request)
    {
        var query = request.Query;
        return new CatalogueFilters(
            Cut(query["q"].ToString(), 200).Trim(),
            [.. query["subject"].Where(s => s is { Length: > 0 and <= 60 }).Select(s => s!).Distinct().Take(20)],
            [.. query["level"].Select(l => Enum.TryParse<CourseLevel>(l, true, out var level) && Enum.IsDefined(level) ? level : (CourseLevel?)null).OfType<CourseLevel>().Distinct()],
            [.. query["language"].Where(l => l is { Length: > 0 and <= 10 }).Select(l => l!).Distinct().Take(20)],
            query["price"] == "free",
            query["price"] == "paid",
            Enum.TryParse<CatalogueSort>(query["sort"], true, out var sort) && Enum.IsDefined(sort) ? sort : CatalogueSort.Relevance,
            query["cursor"] is [{ Length: > 0 and <= 2_000 } cursor] ? cursor : null);
    }

    public CatalogueQuery ToQuery(int limit) => new(Text, Subjects, Levels, Languages, FreeOnly ? 0 : null, Sort, Cursor, limit, PaidOnly);

    public bool Any => Subjects.Length + Levels.Length + Languages.Length > 0 || FreeOnly || PaidOnly;

    public CatalogueFilters First => this with { Cursor = null };

    /// <summary>The address of these filters.</summary>
    public string Href
    {
        get
        {
            var parts = new List<string>();
            if (Text.Length > 0) parts.Add("q=" + Uri.EscapeDataString(Text));
            parts.AddRange(Subjects.Select(s => "subject=" + Uri.EscapeDataString(s)));
            parts.AddRange(Levels.Select(l => "level=" + l));
            parts.AddRange(Languages.Select(l => "language=" + Uri.EscapeDataString(l)));
            if (FreeOnly) parts.Add("price=free");
            if (PaidOnly) parts.Add("price=paid");
            if (Sort != CatalogueSort.Relevance) parts.Add("sort=" + Sort);
            if (Cursor is not null) parts.Add("cursor=" + Uri.EscapeDataString(Cursor));
            return parts.Count == 0 ? "/catalogue" : "/catalogue?" + string.Join('&', parts);
        }
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
