using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Gamification;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Gamification;

/// <summary>Boards, one's own points, badges; the academy's rules.</summary>
internal static class GamificationApi
{
    private const int MaxBody = 32 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Gamification").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/leaderboard", Board).Access(Permission.SignedIn).WithName("leaderboard.get")
            .WithSummary("A board from its first place on: period week (ISO week, UTC) or all, of the academy or of a course for its members; with the caller's own row and its neighbours.")
            .Produces<BoardView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/points/mine", Mine).Access(Permission.SignedIn).WithName("points.mine")
            .WithSummary("The caller's points with the reason for each, newest first; streak and badges.").Produces<MyPoints>().ProducesProblem(422);
        api.MapPut("/points/visibility", SetVisibility).Access(Permission.SignedIn).WithName("points.visibility")
            .WithSummary("Leaves all boards at once, or comes back.").Produces<VisibilityAnswer>();
        api.MapGet("/users/{userId}/badges", Badges).Access(Permission.SignedIn).WithName("users.badges")
            .WithSummary("The badges a person has; none of one who has left the boards.").Produces<BadgeView[]>().ProducesProblem(404);
        api.MapGet("/points/rules", Rules).Access(Permission.SignedIn).WithName("points.rules.get")
            .WithSummary("What the academy gives points and badges for.").Produces<PointRulesView>();
        api.MapPut("/points/rules", SetRules).Access(Permission.ManageUsers).WithName("points.rules.set")
            .WithSummary("A new version of the rules; it counts for what happens from now on.").Produces<PointRulesView>().ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> Board(HttpContext http, IGrainFactory grains, string? period = null, string? course = null, string? cursor = null, int? limit = null) =>
        (await http.Points(grains).Board(new(GamificationCalls.Period(period), course, cursor, HttpInput.Limit(limit, 10)))).ToApi();

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor = null, int? limit = null) =>
        (await http.Points(grains).Mine(cursor, HttpInput.Limit(limit))).ToApi();

    private static async Task<IResult> SetVisibility(VisibilityBody body, HttpContext http, IGrainFactory grains) =>
        (await http.SetVisibility(grains, body.Hidden)).ToApi(_ => Results.Ok(new VisibilityAnswer(body.Hidden)));

    private static async Task<IResult> Badges(string userId, HttpContext http, IGrainFactory grains) => (await http.Points(grains).BadgesOf(userId)).ToApi(badges => Results.Ok(badges));

    private static async Task<IResult> Rules(HttpContext http, IGrainFactory grains) => Results.Ok(await http.PointRules(grains).Get());

    private static async Task<IResult> SetRules(RulesBody body, HttpContext http, IGrainFactory grains) =>
        (await http.PointRules(grains).Set(new(body.Points ?? default, body.Badges ?? default, body.ExpectedVersion) { OperationId = http.OperationId() })).ToApi();

    internal sealed record VisibilityBody(bool Hidden);

    internal sealed record VisibilityAnswer(bool Hidden);

    internal sealed record RulesBody(ImmutableArray<PointRule>? Points, ImmutableArray<BadgeRule>? Badges, int? ExpectedVersion);
}
