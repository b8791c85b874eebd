using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Gamification;
using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.Domain.Tests.Gamification;

public sealed class PointRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly SetPointRules Fair = new([.. PointRules.FirstPoints.Select(p => p with { Points = p.Points + 1 })], PointRules.FirstBadges);

    [Fact]
    public void A_change_is_a_new_version_that_remembers_the_last_ones()
    {
        var state = PointRulesState.Empty;
        for (var i = 1; i <= 30; i++)
            state = PointRules.Set(state, Fair with { Points = [.. PointRules.FirstPoints.Select(p => p with { Points = 100 + i })] }, "ada", Now.AddDays(i)).State!;
        state.RulesVersion.ShouldBe(30);
        state.History.Select(h => h.RulesVersion).ShouldBe(Enumerable.Range(11, 20).Reverse());
        state.History[0].ShouldSatisfyAllConditions(h => h.By.ShouldBe("ada"), h => h.Since.ShouldBe(Now.AddDays(30)));
    }

    [Fact]
    public void The_same_rules_again_are_no_new_version_and_rules_that_changed_meanwhile_are_not_overwritten()
    {
        var set = PointRules.Set(PointRulesState.Empty, Fair, "ada", Now);
        set.Events.Length.ShouldBe(1);
        PointRules.Set(set.State!, Fair, "ada", Now).IsNoChange.ShouldBeTrue();
        PointRules.Set(set.State!, Fair with { ExpectedVersion = 0 }, "ada", Now).Error!.Code.ShouldBe("points.changed");
    }

    [Fact]
    public void The_name_of_a_badge_outlives_its_rule_and_a_document_from_before_that_knows_those_every_academy_began_with()
    {
        var mine = new BadgeRule("mine", "My own", BadgeMetric.Lessons, 3);
        var state = PointRules.Set(PointRulesState.Empty, Fair with { Badges = [mine, PointRules.FirstBadges[0]] }, "ada", Now).State!;
        state = PointRules.Set(state, Fair with { Badges = [PointRules.FirstBadges[0]] }, "ada", Now).State!;
        (state.Withdrawn[0], state.Withdrawn.Length).ShouldBe((mine, PointRules.FirstBadges.Length));
        PointRules.Set(state, Fair with { Badges = [mine with { Name = "Again" }] }, "ada", Now).State!.Withdrawn.ShouldNotContain(b => b.BadgeId == "mine");
        for (var i = 0; i < 500; i++)
            state = PointRules.Set(state, Fair with { Badges = [new($"b{i}", $"Badge {i}", BadgeMetric.Lessons, 1)] }, "ada", Now).State!;
        (state.Withdrawn.Length, state.Withdrawn[0].BadgeId).ShouldBe((200, "b498"));

        var old = JsonSerializer.Deserialize<PointRulesState>("{\"rulesVersion\":1,\"badges\":[]}", HubJson.Options)!;
        old.Withdrawn.ShouldBeEmpty();
        var view = new PointRulesView(1, [], [], [], default);
        PointRulesState.Named(view, "first-lesson").Name.ShouldBe("First lesson");
        PointRulesState.Named(view, "gone").Name.ShouldBe("gone");
    }

    public static TheoryData<string, SetPointRules> Wrong => new()
    {
        { "points.rule_invalid", Fair with { Points = default } },
        { "points.rule_invalid", Fair with { Points = [] } },
        { "points.rule_invalid", Fair with { Points = [.. Fair.Points.Select(p => p with { Points = -1 })] } },
        { "points.rule_invalid", Fair with { Points = [.. Fair.Points.Select(p => p with { Points = 10_001 })] } },
        { "points.rule_invalid", Fair with { Points = [.. Fair.Points, Fair.Points[0]] } },
        { "points.rule_invalid", Fair with { Points = Fair.Points.SetItem(0, new((PointReason)99, 1)) } },
        { "points.badge_invalid", Fair with { Badges = default } },
        { "points.badge_invalid", Fair with { Badges = [.. Enumerable.Range(0, 41).Select(i => new BadgeRule($"b{i}", "Many", BadgeMetric.Lessons, 1))] } },
        { "points.badge_invalid", Fair with { Badges = [new("Not an id", "A name", BadgeMetric.Lessons, 1)] } },
        { "points.badge_invalid", Fair with { Badges = [new("twice", "A name", BadgeMetric.Lessons, 1), new("twice", "A name", BadgeMetric.Lessons, 2)] } },
        { "points.badge_invalid", Fair with { Badges = [new("b", "  ", BadgeMetric.Lessons, 1)] } },
        { "points.badge_invalid", Fair with { Badges = [new("b", new string('x', 41), BadgeMetric.Lessons, 1)] } },
        { "points.badge_invalid", Fair with { Badges = [new("b", "A name", (BadgeMetric)9, 1)] } },
        { "points.badge_invalid", Fair with { Badges = [new("b", "A name", BadgeMetric.Lessons, 0)] } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Rules_that_make_no_sense_are_refused(string code, SetPointRules rules) => PointRules.Set(PointRulesState.Empty, rules, "ada", Now).Error!.Code.ShouldBe(code);

    [Theory]
    [InlineData("all", BoardPeriod.AllTime, null)]
    [InlineData("week", BoardPeriod.Week, null)]
    [InlineData("c-course", BoardPeriod.AllTime, "course")]
    [InlineData("cw-course", BoardPeriod.Week, "course")]
    public void A_topic_names_a_board_and_back(string topic, BoardPeriod period, string? course)
    {
        Boards.Parse(topic).ShouldBe((period, course));
        Boards.TopicId(period, course).ShouldBe(topic);
    }

    [Theory, InlineData(null), InlineData(""), InlineData("c-"), InlineData("cw-"), InlineData("month"), InlineData("c-NO")]
    public void What_is_no_topic_is_no_board(string? topic) => Boards.Parse(topic).ShouldBeNull();

    [Fact]
    public void A_week_begins_on_Monday_in_utc_and_the_first_of_a_year_may_belong_to_the_year_before()
    {
        Boards.Week(new(2026, 11, 22, 23, 59, 59, TimeSpan.Zero)).ShouldBe("2026-47");
        Boards.Week(new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)).ShouldBe("2026-48");
        Boards.Week(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBe("2026-53");
    }
}
