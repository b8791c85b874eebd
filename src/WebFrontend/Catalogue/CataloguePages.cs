using LearningHub.Grains.Interfaces.Catalogue;
using LearningHub.WebFrontend.Catalogue.Pages;
using LearningHub.WebFrontend.Common.Components;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Catalogue;

internal static class CataloguePages
{
    private const int PageSize = 24;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.PageGroup("Catalogue").MapGet("/catalogue", Show).Access(Permission.Anyone).WithName("page.catalogue");

    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains)
    {
        var filters = CatalogueFilters.Of(http.Request);
        var found = await grains.Queries<ICatalogueGrain>(http.Viewer().Tenant).Search(filters.ToQuery(PageSize));
        var page = await http.Page(filters.Text.Length > 0 ? $"{filters.Text} · Catalogue" : "Catalogue", SitePaths.Catalogue);
        return Common.Pages.Show<BrowsePage>(new
        {
            Page = page with { Search = null },
            Filters = filters,
            Found = found.Value ?? new CataloguePage([], 0, null, [], false),
            Problem = found.Error?.Message,
        }, found.IsOk ? 200 : 422);
    }

    public static CourseCardModel Card(CatalogueCard card) => new($"/courses/{card.CourseId}", card.Title)
    {
        Subject = card.Subject,
        InstructorName = card.InstructorName,
        Duration = Durations.Words(card.DurationMs),
        PriceText = MoneyText.Tag(card.Prices),
        RatingText = null,
    };
}
