using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Gamification;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gamification;
using Npgsql;

namespace LearningHub.Grains.Tests.Gamification;

[Collection("hub")]
public sealed class PointsFoldTests(HubFixture hub)
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly PointsFold _fold = new(hub.Grains);

    private async Task Apply(IReadOnlyList<EventRow> events)
    {
        await using var connection = await hub.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await _fold.Apply(connection, events, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private BoardReader Boards(string tenant) => new(hub.Database, tenant, new(hub.Grains, tenant, TimeProvider.System));

    private async Task<List<(string, long)>> Board(string tenant, string board) => [.. (await Boards(tenant).Page(board, null, 10_000)).Select(p => (p.UserId, p.Points))];

    private async Task<T> Scalar<T>(string sql)
    {
        await using var command = hub.Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Events_in_any_order_and_any_number_of_times_equal_a_recount(int seed)
    {
        var (tenant, random) = (hub.NewTenant(), new Random(seed));
        var all = Enumerable.Range(0, 3_000).Select(_ => Happening.Random(random, 60, 6, 25, Monday, TimeSpan.FromDays(20))).ToList();
        var told = all.Concat(all.Where(_ => random.Next(4) == 0)).ToArray();
        random.Shuffle(told);
        foreach (var (batch, i) in told.Chunk(137).Select((b, i) => (b, i))) await Apply([.. batch.Select((h, n) => h.Row(tenant, (i * 137) + n + 1))]);

        var expected = PointsRecount.Of(all);
        (await Scalar<long>($"select count(distinct board) from point_score where tenant = '{tenant}' and points > 0")).ShouldBe(expected.Count);
        foreach (var (board, rows) in expected) (await Board(tenant, board)).ShouldBe(rows, board);
        foreach (var (user, rank) in expected["all"].Select((r, i) => (r.User, i + 1))) (await Boards(tenant).Find("all", user))!.Value.Rank.ShouldBe(rank);
        (await Scalar<long>($"select sum(points) from point_entry where tenant = '{tenant}'")).ShouldBe(expected["all"].Sum(r => r.Points));
        (await Scalar<long>($"select sum(points)::bigint from point_person where tenant = '{tenant}'")).ShouldBe(expected["all"].Sum(r => r.Points));
        (await Tallies(tenant)).ShouldBe(0, "the tally is the count of the scores");
    }

    [Fact]
    public async Task After_every_step_of_a_random_run_each_board_equals_a_full_sort()
    {
        var (tenant, random, told) = (hub.NewTenant(), new Random(11), new List<Happening>());
        var hidden = new HashSet<string>();
        for (var step = 1; step <= 150; step++)
        {
            if (random.Next(6) == 0)
            {
                var user = $"u{random.Next(12)}";
                if (!hidden.Remove(user)) hidden.Add(user);
                await Apply([Visibility(tenant, user, step, hidden.Contains(user))]);
            }
            else
            {
                // Few people and few moments: ties all the time.
                var happening = Happening.Random(random, 12, 2, 6, Monday, TimeSpan.FromSeconds(5));
                told.Add(happening);
                await Apply([happening.Row(tenant, step)]);
            }
            foreach (var (board, rows) in PointsRecount.Of(told))
            {
                var expected = rows.Where(r => !hidden.Contains(r.User)).ToList();
                (await Board(tenant, board)).ShouldBe(expected, $"{board} after {step}");
                (await Boards(tenant).People(board)).ShouldBe(expected.Count);
                for (var i = 0; i < expected.Count; i++) (await Boards(tenant).Find(board, expected[i].User))!.Value.Rank.ShouldBe(i + 1, $"{board} {expected[i].User} after {step}");
            }
        }
        (await Tallies(tenant)).ShouldBe(0);
    }

    private Task<long> Tallies(string tenant) => Scalar<long>($"""
        select count(*) from (select board, points, count(*) people from point_score where tenant = '{tenant}' and not hidden and points > 0 group by 1, 2) s
        full join (select * from point_tally where tenant = '{tenant}') t using (board, points) where s.people is distinct from t.people
        """);

    private static EventRow Visibility(string tenant, string user, long version, bool hidden) => new(1, 1, version, "points-profile", $"{tenant}/{user}", version, Guid.NewGuid(), "points.visibility_changed",
        JsonSerializer.Serialize(new PointsVisibilityChanged(hidden), HubJson.Options), Actor.System(tenant).ToString(), null, Monday);

    [Fact]
    public async Task An_older_word_on_who_is_hidden_does_not_undo_a_newer_one()
    {
        var tenant = hub.NewTenant();
        await Apply([new Happening("ann", "lesson", "c1", "l1", Monday, Guid.NewGuid()).Row(tenant, 1)]);
        await Apply([Visibility(tenant, "ann", 2, true)]);
        await Apply([Visibility(tenant, "ann", 1, false), Visibility(tenant, "ann", 2, true)]);
        (await Board(tenant, "all")).ShouldBeEmpty();
        await Apply([Visibility(tenant, "ann", 3, false), Visibility(tenant, "ann", 1, true)]);
        (await Board(tenant, "all")).ShouldBe([("ann", 10L)]);
    }

    [Fact]
    public async Task New_rules_count_for_what_happens_after_them_even_when_it_was_told_before()
    {
        var tenant = hub.NewTenant();
        var rules = new PointRulesChanged(1, [.. PointRules.FirstPoints.Select(p => p with { Points = p.Points * 2 })], [new("early", BadgeMetric.Lessons, 1)]);
        var change = new EventRow(1, 1, 5, "point-rules", $"{tenant}/point-rules", 1, Guid.NewGuid(), "points.rules_changed", JsonSerializer.Serialize(rules, HubJson.Options), "", null, Monday.AddHours(1));
        await Apply([Lesson("l1", 0), Lesson("l2", 2)]);
        await Apply([change, change]);
        await Apply([Lesson("l3", 3), Lesson("l4", 0.5)]);
        (await Board(tenant, "all")).ShouldBe([("ann", 60L)], "two before at 10, two after at 20");
        (await Scalar<string>($"select string_agg(entry_key || '=' || points || '@' || rules_version, ' ' order by entry_key) from point_entry where tenant = '{tenant}'"))
            .ShouldBe("lesson/c1/l1=10@0 lesson/c1/l2=20@1 lesson/c1/l3=20@1 lesson/c1/l4=10@0");
        (await Scalar<string>($"select string_agg(badge_id, ' ' order by badge_id) from badge_award where tenant = '{tenant}'")).ShouldBe("early first-lesson");

        EventRow Lesson(string lesson, double hours) => new Happening("ann", "lesson", "c1", lesson, Monday.AddHours(hours), Guid.NewGuid()).Row(tenant, 1);
    }

    [Fact]
    public async Task A_thousand_repeats_of_one_lesson_give_its_points_once_and_streaks_count_days_of_the_persons_own_zone()
    {
        var tenant = hub.NewTenant();
        await hub.Database.CreateCommand($"insert into person_zone values ('{tenant}', 'kiri', '2020-01-01', 'Pacific/Auckland'), ('{tenant}', 'lee', '2020-01-01', 'America/Los_Angeles')").ExecuteNonQueryAsync();
        for (var i = 0; i < 10; i++)
            await Apply([.. Enumerable.Range(0, 100).Select(n => new Happening("kiri", "lesson", "c1", "l1", Monday.AddMinutes((i * 100) + n), Guid.NewGuid()).Row(tenant, n))]);
        (await Board(tenant, "all")).ShouldBe([("kiri", 10L)]);

        // 23:30 and 00:30 in Auckland are one UTC day and two of hers; 23:30 and 07:30 UTC of the next day are one afternoon of his.
        DateTimeOffset[] hers = [new(2026, 4, 4, 10, 30, 0, TimeSpan.Zero), new(2026, 4, 4, 12, 30, 0, TimeSpan.Zero)];
        DateTimeOffset[] his = [new(2026, 4, 4, 23, 30, 0, TimeSpan.Zero), new(2026, 4, 5, 6, 30, 0, TimeSpan.Zero)];
        await Apply([.. hers.Select((at, i) => Progress("kiri", at, i)), .. his.Select((at, i) => Progress("lee", at, i))]);
        (await Scalar<string>($"select string_agg(user_id || ' ' || day, ', ' order by user_id, day) from learning_day where tenant = '{tenant}' and day > '2026-04-01'"))
            .ShouldBe("kiri 2026-04-04, kiri 2026-04-05, lee 2026-04-04");

        EventRow Progress(string user, DateTimeOffset at, int n) => new(1, 1, n, "enrolment", $"{tenant}/c1/{user}", n, Guid.NewGuid(), "enrolment.progress_recorded",
            JsonSerializer.Serialize(new ProgressRecorded("l1", [], 0, at, 0), HubJson.Options), "", null, at);
    }
}
