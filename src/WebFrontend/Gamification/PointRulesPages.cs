using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Gamification.Pages;

namespace LearningHub.WebFrontend.Gamification;

/// <summary>The admin's settings: what gives points, what gives a badge.</summary>
internal static class PointRulesPages
{
    public const string Path = SitePaths.Administration + "/points";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Gamification");
        pages.MapGet(Path, async (HttpContext http, IGrainFactory grains) => await Show(http, await http.PointRules(grains).Get(), null)).Access(Permission.ManageUsers).WithName("page.points.rules");
        pages.MapPost(Path, Save).Access(Permission.ManageUsers).WithName("page.points.rules.save");
    }

    private static async Task<IResult> Show(HttpContext http, PointRulesView rules, Error? problem) => Common.Pages.Show<PointRulesPage>(new
    {
        Page = await http.Page("Points and badges", Path), Rules = rules, Problem = problem, Saved = http.Request.Query["saved"] == "1",
    }, problem is null ? 200 : ProblemResults.Status(problem.Kind));

    private static async Task<IResult> Save(HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        var form = await http.Form();
        var points = Enum.GetValues<PointReason>().Select(r => new PointRule(r, Number(form.Text($"points.{r}")))).ToImmutableArray();
        var badges = ImmutableArray.CreateBuilder<BadgeRule>();
        // Rows without a name are taken away; the last row adds one.
        for (var i = 0; i <= 40 && form.ContainsKey($"badge.{i}.name"); i++)
        {
            if (string.IsNullOrWhiteSpace(form.Text($"badge.{i}.name"))) continue;
            var id = form.Text($"badge.{i}.id") is { Length: > 0 } known ? known : KeySegment.NewId(time);
            badges.Add(new(id, form.Text($"badge.{i}.name"), Enum.TryParse<BadgeMetric>(form.Text($"badge.{i}.metric"), out var metric) ? metric : (BadgeMetric)(-1), Number(form.Text($"badge.{i}.goal"))));
        }
        var command = new SetPointRules(points, badges.ToImmutable(), int.TryParse(form.Text("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null) { OperationId = http.OperationId() };
        var set = await http.PointRules(grains).Set(command);
        if (set.IsOk) return Common.Pages.SeeOther(Path + "?saved=1");
        var stored = await http.PointRules(grains).Get();
        return await Show(http, stored with { Points = points, Badges = command.Badges }, set.Error);
    }

    private static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
