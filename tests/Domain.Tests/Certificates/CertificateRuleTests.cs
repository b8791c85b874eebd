using System.Text.Json;
using LearningHub.Grains.Certificates;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;

namespace LearningHub.Domain.Tests.Certificates;

public sealed class CertificateRuleTests
{
    private static readonly CertificateRuleState Standard = CertificateRuleState.Empty;

    [Fact]
    public void A_course_begins_with_all_of_its_lessons_and_no_grade() =>
        CertificateRules.Set(Standard, new(true, 100, null)).IsNoChange.ShouldBeTrue();

    [Fact]
    public void What_is_changed_is_told_as_it_is_now()
    {
        var changed = CertificateRules.Set(Standard, new(true, 80, 79.95m));
        (changed.State!.Enabled, changed.State.ProgressPercent, changed.State.PassingGrade).ShouldBe((true, 80, 79.95m));
        changed.Events.Single().ShouldBe(new CertificateRuleChanged(true, 80, 79.95m));
        CertificateRules.Set(changed.State, new(true, 80, 79.950m)).IsNoChange.ShouldBeTrue();
        CertificateRules.Set(changed.State, new(false, 80, 79.95m)).Events.Single().ShouldBe(new CertificateRuleChanged(false, 80, 79.95m));
    }

    [Theory]
    [InlineData(0, null, "progressPercent")]
    [InlineData(-1, null, "progressPercent")]
    [InlineData(101, null, "progressPercent")]
    [InlineData(int.MaxValue, null, "progressPercent")]
    [InlineData(100, "0", "passingGrade")]
    [InlineData(100, "-1", "passingGrade")]
    [InlineData(100, "100.01", "passingGrade")]
    [InlineData(100, "50.005", "passingGrade")]
    public void What_is_out_of_bounds_is_refused_at_its_field(int progress, string? grade, string field) =>
        CertificateRules.Set(Standard, new(true, progress, grade is null ? null : decimal.Parse(grade, System.Globalization.CultureInfo.InvariantCulture))).Error!.Field.ShouldBe(field);

    [Fact]
    public void A_rule_that_was_stored_or_told_before_there_were_thresholds_means_the_whole_course()
    {
        JsonSerializer.Deserialize<CertificateRuleState>("""{"enabled":true}""", HubJson.Options).ShouldBe(Standard);
        JsonSerializer.Deserialize<CertificateRuleChanged>("""{"enabled":true}""", HubJson.Options).ShouldBe(new CertificateRuleChanged(true, 100, null));
    }

    [Theory]
    [InlineData(100, 99, false, false)]
    [InlineData(100, 100, false, true)]
    [InlineData(100, 66, true, true)]
    [InlineData(66, 66, false, true)]
    [InlineData(67, 66, false, false)]
    public void Progress_is_reached_at_the_threshold_or_once_the_course_was_complete(int threshold, int percent, bool completed, bool reached) =>
        CertificateRules.HasProgress(Rule(threshold, null), percent, completed).ShouldBe(reached);

    [Theory]
    [InlineData("80", "80", true)]
    [InlineData("80", "79.99", false)]
    [InlineData("66.67", "66.67", true)]
    [InlineData("66.68", "66.67", false)]
    [InlineData("80", null, false)]
    [InlineData(null, null, true)]
    [InlineData(null, "0", true)]
    public void A_grade_passes_at_the_threshold_to_the_hundredth(string? passing, string? total, bool passed) =>
        CertificateRules.HasGrade(Rule(100, Number(passing)), Number(total)).ShouldBe(passed);

    [Theory]
    [InlineData(100, null, "")]
    [InlineData(80, null, "At least 80 % of the lessons of the course were completed.")]
    [InlineData(100, "75.50", "Every lesson of the course was completed and every quiz in it passed, with a grade of at least 75.5 %.")]
    [InlineData(50, "60", "At least 50 % of the lessons of the course were completed, with a grade of at least 60 %.")]
    public void The_credential_says_on_which_rule_it_was_issued(int progress, string? grade, string words) =>
        CertificateRules.Words(Rule(progress, Number(grade))).ShouldBe(words);

    private static CertificateRule Rule(int progress, decimal? grade) => new(true, 1, progress, grade);
    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
