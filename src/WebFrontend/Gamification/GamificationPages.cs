using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Gamification.Pages;

namespace LearningHub.WebFrontend.Gamification;

/// <summary>The boards, and what one has earned.</summary>
internal static class GamificationPages
{
    private const int First = 10, Later = 25, History = 20, MostCourses = 12;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Gamification");
        pages.MapGet(SitePaths.Leaderboard, Board).Access(Permission.SignedIn).WithName("page.leaderboard");
        pages.MapPost(SitePaths.Leaderboard + "/visibility", SetVisibility).Access(Permission.SignedIn).WithName("page.leaderboard.visibility");
        pages.MapGet(SitePaths.Points, Mine).Access(Permission.SignedIn).WithName("page.points");
    }

    private static async Task<IResult> Board(HttpContext http, IGrainFactory grains, string? period = null, string? course = null, string? cursor = null)
    {
        var wanted = GamificationCalls.Period(period);
        var courseId = course is { Length: > 0 } ? course : null;
        if (courseId is not null && !KeySegment.IsValid(courseId)) return Refusals.NotFound(http);
        var from = cursor is { Length: > 0 and <= 500 } ? cursor : null;
        var board = await http.Points(grains).Board(new(wanted, courseId, from, from is null ? First : Later));
        // Over Sunday night the week of a page is gone.
        if (board.Error?.Code == "common.bad_cursor") return Common.Pages.SeeOther(Address(wanted, courseId));
        if (!board.IsOk) return Refusals.NotFound(http);
        var mine = await grains.Queries<IEnrolmentQueriesGrain>(http.Viewer().Tenant).Mine(null, MostCourses);
        var courses = mine.Value?.Items.Where(c => c.Status == EnrolmentStatus.Active).ToImmutableArray() ?? [];
        return Common.Pages.Show<LeaderboardPage>(new
        {
            Page = await http.Page("Leaderboard", SitePaths.Leaderboard), Board = board.Value, Period = wanted, CourseId = courseId, Courses = courses, Paged = from is not null,
        });
    }

    public static string Address(BoardPeriod period, string? courseId, string? cursor = null) =>
        $"{SitePaths.Leaderboard}?period={(period is BoardPeriod.AllTime ? "all" : "week")}{(courseId is null ? "" : $"&course={courseId}")}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}";

    private static async Task<IResult> SetVisibility(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var set = await http.SetVisibility(grains, form.Text("hidden") == "on");
        if (!set.IsOk) return Common.Pages.Message(http, ProblemResults.Status(set.Error.Kind), "Leaderboard", set.Error.Message);
        // So that who comes back sees themself.
        await grains.Passed(GamificationProjections.Points, set.Value);
        return Common.Pages.SeeOther(HttpInput.LocalReturn(form.Text("return"), SitePaths.Leaderboard));
    }

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor = null)
    {
        var from = cursor is { Length: > 0 and <= 500 } ? cursor : null;
        var mine = await http.Points(grains).Mine(from, History);
        if (!mine.IsOk) return Common.Pages.SeeOther(SitePaths.Points);
        return Common.Pages.Show<MyPointsPage>(new { Page = await http.Page("My points"), Mine = mine.Value, Paged = from is not null });
    }
}
