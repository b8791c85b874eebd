using System.Text.Json;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Users;

namespace LearningHub.Grains.Tests.Gamification;

/// <summary>From what people do to what they see; the test host tells reactors everything twice.</summary>
[Collection("hub")]
public sealed class GamificationTests(HubFixture hub)
{
    private readonly School _school = new(hub);

    private IPointQueriesGrain Queries => _school.Grains.Queries<IPointQueriesGrain>(_school.Tenant);
    private ILeaderboardPushGrain Pushes => _school.Grains.GetGrain<ILeaderboardPushGrain>($"{_school.Tenant}/leaderboards");

    /// <summary>Completes the lesson; the points are on the boards when this answers.</summary>
    private async Task Complete(string course, string user, string lesson)
    {
        using (_school.Student(user)) (await _school.Enrolment(course, user).CompleteLesson(new(lesson, true))).IsOk.ShouldBeTrue();
        await Wait.Until(() => Total($"select count(*) from point_entry where tenant = '{_school.Tenant}' and user_id = '{user}' and entry_key = 'lesson/{course}/{lesson}'"), n => n == 1);
    }

    private async Task<long> Total(string sql)
    {
        await using var command = hub.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<BoardView> Board(string user, string? course = null, BoardPeriod period = BoardPeriod.AllTime, string? cursor = null, int limit = 10)
    {
        using (_school.Student(user)) return await Queries.Board(new(period, course, cursor, limit)).Done();
    }

    [Fact]
    public async Task Lessons_and_the_course_give_points_once_with_their_reasons_and_a_badge()
    {
        var course = await _school.Published(lessons: 2);
        await _school.Enrol(course, "sam");
        await Complete(course, "sam", "l1");
        using (_school.Student("sam"))
            for (var i = 0; i < 3; i++)
            {
                await _school.Enrolment(course, "sam").CompleteLesson(new("l1", false)).Done();
                await _school.Enrolment(course, "sam").CompleteLesson(new("l1", true)).Done();
            }
        await Complete(course, "sam", "l2");
        using (_school.Student("sam"))
        {
            var mine = await Wait.Until(async () => await Queries.Mine(null, 20).Done(), m => m.Points >= 120);
            mine.Points.ShouldBe(120);
            mine.Entries.Items.Select(e => (e.Reason, e.Points, e.Subject)).ShouldBe(
                [(PointReason.CourseCompleted, 100, null), (PointReason.LessonCompleted, 10, "Lesson 2"), (PointReason.LessonCompleted, 10, "Lesson 1")], ignoreOrder: true);
            mine.Badges.Where(b => b.At is not null).Select(b => b.BadgeId).ShouldBe(["first-lesson", "first-course"]);
            mine.Badges.Single(b => b.BadgeId == "ten-lessons").Have.ShouldBe(2);
            mine.Streak.ShouldSatisfyAllConditions(s => s.Current.ShouldBe(1), s => s.Today.ShouldBeTrue());
            var page = await Queries.Mine(null, 1).Done();
            (await Queries.Mine(page.Entries.Next, 5).Done()).Entries.Items.Length.ShouldBe(2);
            (await Queries.Mine("broken", 5).Refused()).ShouldBe("common.bad_cursor");
        }
    }

    [Fact]
    public async Task Who_leaves_is_on_no_board_from_the_answer_on_and_comes_back_with_everything()
    {
        var course = await _school.Published(lessons: 2);
        foreach (var user in (string[])["ann", "bob", "cy"]) await _school.Enrol(course, user);
        foreach (var user in (string[])["ann", "bob", "cy"]) await Complete(course, user, "l1");
        (await Board("bob")).Rows.Select(r => (r.Rank, r.UserId)).ShouldBe([(1, "ann"), (2, "bob"), (3, "cy")]);

        using (hub.As(Actor.System("system"))) await hub.Grains.GetGrain<IProjectionGrain>("system/points").Stop();
        try
        {
            using (_school.Student("bob")) (await _school.Grains.GetGrain<IPointsProfileGrain>($"{_school.Tenant}/ann").SetVisibility(new(true)).Refused()).ShouldBe("points.not_yours");
            using (_school.Student("ann")) await _school.Grains.GetGrain<IPointsProfileGrain>($"{_school.Tenant}/ann").SetVisibility(new(true)).Done();
            // The fold has not even heard of it.
            (await Board("bob")).Rows.Select(r => r.UserId).ShouldBe(["bob", "cy"]);
            (await Board("bob")).Around.Select(r => r.UserId).ShouldNotContain("ann");
            (await Board("ann")).ShouldSatisfyAllConditions(b => b.Hidden.ShouldBeTrue(), b => b.Around.ShouldBeEmpty());
            using (_school.Student("bob")) (await Queries.BadgesOf("nobody").Refused()).ShouldBe("points.no_person");
            using (_school.Student("ann")) (await Queries.BadgesOf("ann").Done()).ShouldNotBeEmpty();
        }
        finally
        {
            using (hub.As(Actor.System("system"))) await hub.Grains.GetGrain<IProjectionGrain>("system/points").Start();
        }
        await Wait.Until(() => Board("bob"), b => b.People == 2 && b.Around.Single(r => r.UserId == "bob").Rank == 1);
        using (_school.Student("ann")) await hub.Passed("points", await _school.Grains.GetGrain<IPointsProfileGrain>($"{_school.Tenant}/ann").SetVisibility(new(false)).Done());
        (await Board("bob")).Rows.Select(r => r.UserId).ShouldBe(["ann", "bob", "cy"]);
    }

    [Fact]
    public async Task A_board_comes_in_pages_and_those_of_a_course_are_for_its_members()
    {
        var course = await _school.Published(lessons: 2);
        var users = Enumerable.Range(0, 7).Select(i => $"p{i}").ToArray();
        foreach (var user in users) await _school.Enrol(course, user);
        foreach (var user in users) await Complete(course, user, "l1");
        var first = await Board("p6", course, BoardPeriod.Week, limit: 3);
        first.Rows.Select(r => (r.Rank, r.UserId)).ShouldBe([(1, "p0"), (2, "p1"), (3, "p2")]);
        first.Around.Select(r => (r.Rank, r.UserId)).ShouldBe([(5, "p4"), (6, "p5"), (7, "p6")]);
        var second = await Board("p6", course, BoardPeriod.Week, first.Next, 3);
        second.Rows.Select(r => (r.Rank, r.UserId)).ShouldBe([(4, "p3"), (5, "p4"), (6, "p5")]);
        (await Board("p6", course, BoardPeriod.Week, second.Next, 3)).ShouldSatisfyAllConditions(b => b.Rows.Single().Rank.ShouldBe(7), b => b.Next.ShouldBeNull());
        using (_school.Student("stranger"))
        {
            (await Queries.Board(new(BoardPeriod.Week, course, null, 3)).Refused()).ShouldBe("points.not_member");
            (await Queries.Board(new(BoardPeriod.AllTime, course, first.Next, 3)).Refused()).ShouldBe("points.not_member");
            (await Queries.Board(new(BoardPeriod.Week, null, first.Next, 3)).Refused()).ShouldBe("common.bad_cursor");
            (await Queries.Board(new(BoardPeriod.Week, "NO", null, 3)).Refused()).ShouldBe("points.no_board");
            (await Pushes.Watch($"c-{course}").Refused()).ShouldBe("points.not_member");
            (await Pushes.Watch("month").Refused()).ShouldBe("points.no_board");
        }
    }

    [Fact]
    public async Task Who_watches_is_pushed_the_first_places_and_who_left_is_not_among_them()
    {
        var course = await _school.Published(lessons: 2);
        foreach (var user in (string[])["ann", "bob"]) await _school.Enrol(course, user);
        await using var probe = await PushProbe.On(hub, _school.Tenant, "board:all");
        using (_school.Student("ann")) await Pushes.Watch("all").Done();
        await Complete(course, "ann", "l1");
        Top(await probe.Next()).Rows.Select(r => (r.UserId, r.Points)).ShouldBe([("ann", 10)]);
        await Complete(course, "bob", "l1");
        LivePush push;
        do push = await probe.Next();
        while (Top(push).Rows.Length < 2);
        using (_school.Student("ann")) await _school.Grains.GetGrain<IPointsProfileGrain>($"{_school.Tenant}/ann").SetVisibility(new(true)).Done();
        var next = await probe.Next();
        next.Seq.ShouldBeGreaterThan(push.Seq);
        Top(next).Rows.Select(r => r.UserId).ShouldBe(["bob"]);

        static BoardTop Top(LivePush push) => JsonSerializer.Deserialize<BoardTop>(push.Json, JsonSerializerOptions.Web)!;
    }

    [Fact]
    public async Task Who_has_a_badge_keeps_it_and_its_name_when_no_rule_gives_it_any_more()
    {
        var course = await _school.Published(lessons: 2);
        foreach (var user in (string[])["sam", "una"]) await _school.Enrol(course, user);
        await Complete(course, "sam", "l1");
        async Task<BadgeView[]> Of(string user)
        {
            using (_school.Student(user)) return [.. (await Queries.Mine(null, 20).Done()).Badges.Where(b => b.At is not null)];
        }
        var had = (await Wait.Until(() => Of("sam"), b => b.Length > 0)).ShouldHaveSingleItem();
        var rules = _school.Grains.GetGrain<IPointRulesGrain>($"{_school.Tenant}/point-rules");
        async Task Set(Func<BadgeRule, bool> kept)
        {
            using (hub.As(_school.Tenant, "ada", Roles.Admin))
            {
                var now = await rules.Get();
                await rules.Set(new(now.Points, [.. now.Badges.Where(kept)])).Done();
            }
        }
        using (hub.As(_school.Tenant, "ada", Roles.Admin))
        {
            var now = await rules.Get();
            await rules.Set(new(now.Points, [.. now.Badges.Select(b => b.BadgeId == had.BadgeId ? b with { Name = "The very first" } : b)])).Done();
        }
        await Set(b => b.BadgeId != had.BadgeId);
        await Set(b => b.Metric != BadgeMetric.Streak);
        (await Of("sam")).ShouldHaveSingleItem().ShouldBe(had with { Name = "The very first" });
        using (_school.Student("sam")) (await Queries.BadgesOf("sam").Done()).ShouldHaveSingleItem().Name.ShouldBe("The very first");
        await Complete(course, "una", "l1");
        using (_school.Student("una"))
        {
            var mine = await Wait.Until(async () => await Queries.Mine(null, 20).Done(), m => m.Points >= 10);
            mine.Badges.ShouldNotContain(b => b.BadgeId == had.BadgeId, "nobody gets it any more, and it is no goal");
        }
    }

    [Fact]
    public async Task New_rules_hold_from_now_on()
    {
        var course = await _school.Published(lessons: 2);
        await _school.Enrol(course, "sam");
        await Complete(course, "sam", "l1");
        var rules = _school.Grains.GetGrain<IPointRulesGrain>($"{_school.Tenant}/point-rules");
        using (hub.As(_school.Tenant, "ada", Roles.Admin))
        {
            var now = await rules.Get();
            var set = await rules.Set(new([.. now.Points.Select(p => p with { Points = 7 })], [.. now.Badges.Take(1)], 0)).Done();
            (set.RulesVersion, set.History.Single().By).ShouldBe((1, "ada"));
            (await rules.Set(new(now.Points, now.Badges, 0)).Refused()).ShouldBe("points.changed");
        }
        using (_school.Student("sam")) await Should.ThrowAsync<ActorDeniedException>(() => rules.Set(new([], [])));
        await Complete(course, "sam", "l2");
        using (_school.Student("sam"))
        {
            var mine = await Wait.Until(async () => await Queries.Mine(null, 20).Done(), m => m.Points >= 24);
            mine.Entries.Items.Select(e => (e.Points, e.RulesVersion)).ShouldBe([(10, 0), (7, 1), (7, 1)], ignoreOrder: true);
            mine.Badges.Length.ShouldBe(1);
        }
    }
}
