using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Catalogue;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.WebFrontend.Catalogue;

internal static class CatalogueApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.ApiGroup("Catalogue").MapGet("/catalogue", Search).Access(Permission.Anyone).WithName("catalogue.search")
            .WithSummary("Published courses: full text with typo tolerance, filters that repeat (subject, level, language), maxPriceMinor (0: free), paid (only those with a price), sort relevance, newest, title, price or popular.")
            .Produces<CataloguePage>().ProducesProblem(422);

    private static async Task<IResult> Search(HttpContext http, IGrainFactory grains, string? q = null, string[]? subject = null, string[]? level = null, string[]? language = null,
        long? maxPriceMinor = null, bool? paid = null, string? sort = null, string? cursor = null, int? limit = null)
    {
        var levels = ImmutableArray.CreateBuilder<CourseLevel>();
        foreach (var text in level ?? [])
        {
            if (!Named<CourseLevel>(text, out var parsed)) return Error.Invalid("catalogue.bad_filter", "There is no such level.", "level").ToProblem();
            levels.Add(parsed);
        }
        var order = CatalogueSort.Relevance;
        if (sort is { Length: > 0 } && !Named(sort, out order)) return Error.Invalid("catalogue.bad_sort", "There is no such order.", "sort").ToProblem();
        var query = new CatalogueQuery(q ?? "", [.. subject ?? []], levels.ToImmutable(), [.. language ?? []], maxPriceMinor, order, cursor is { Length: > 0 } ? cursor : null, HttpInput.Limit(limit, 24, 60), paid ?? false);
        return (await grains.Queries<ICatalogueGrain>(http.Viewer().Tenant).Search(query)).ToApi();
    }

    /// <summary>By name only: a number is not a name.</summary>
    private static bool Named<T>(string text, out T value) where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
}
