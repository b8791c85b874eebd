using LearningHub.Grains.Common;
using LearningHub.Grains.Gradebook;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gradebook;

namespace LearningHub.Domain.Tests.Gradebook;

public sealed class GradebookRulesTests
{
    private static readonly Actor Ines = new("t", "ines", [Roles.Instructor], null);
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Categories_come_change_and_go_and_their_items_stay()
    {
        var state = GradebookRules.SetCategory(GradebookState.Empty, new("tests", " Tests ", 60, 1, EmptyGrades.Zero)).State!;
        state.Categories.Select(c => c.Name).ShouldBe(["General", "Tests"]);
        GradebookRules.SetCategory(state, new("tests", "Tests", 60, 1, EmptyGrades.Zero)).IsNoChange.ShouldBeTrue();
        GradebookRules.SetCategory(state, new("more", "Tests", 1, 0, EmptyGrades.Zero)).Error!.Field.ShouldBe("name");
        state = GradebookRules.SetItem(state, new("quiz", "tests", 2.5m)).State!;
        state = GradebookRules.RemoveCategory(state, new("tests")).State!;
        state.Items.ShouldHaveSingleItem().CategoryId.ShouldBe("general");
        GradebookRules.RemoveCategory(state, new("general")).Error.ShouldBe(GradebookErrors.GeneralStays);
        GradebookRules.SetItem(state, new("quiz", "tests", 1)).Error.ShouldBe(GradebookErrors.CategoryNotFound);
    }

    [Theory]
    [InlineData("c", "", 1, 0, "gradebook.name_invalid")]
    [InlineData("c", "a\tb", 1, 0, null)]
    [InlineData("c", "a\0b", 1, 0, "gradebook.name_invalid")]
    [InlineData("c", "x", -1, 0, "gradebook.weight_invalid")]
    [InlineData("c", "x", 1001, 0, "gradebook.weight_invalid")]
    [InlineData("c", "x", 1, -1, "gradebook.drop_lowest_invalid")]
    [InlineData("C!", "x", 1, 0, "gradebook.category_id_invalid")]
    public void A_category_that_cannot_be_is_refused(string id, string name, int weight, int drop, string? code) =>
        GradebookRules.SetCategory(GradebookState.Empty, new(id, name, weight, drop, EmptyGrades.Excluded)).Error?.Code.ShouldBe(code);

    [Fact]
    public void Posting_is_one_word_for_all_students()
    {
        var hidden = GradebookRules.SetPosting(GradebookState.Empty, new(null, false)).State!;
        GradebookRules.SettingOf(hidden, "any").Posted.ShouldBeFalse();
        var one = GradebookRules.SetPosting(hidden, new("quiz", true)).State!;
        GradebookRules.SettingOf(one, "quiz").Posted.ShouldBeTrue();
        GradebookRules.SettingOf(one, "other").Posted.ShouldBeFalse();
        GradebookRules.SetPosting(one, new("quiz", true)).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_grade_by_hand_has_a_reason_and_keeps_what_was_before()
    {
        Decision<GradebookState> Override(OverrideKind kind, decimal? percent, string reason, GradeByHand? before) =>
            GradebookRules.Override(GradebookState.Empty, new("quiz", "sam", kind, percent, reason), before, 61.5m, Ines, Now);
        Override(OverrideKind.Grade, 70, " ", null).Error.ShouldBe(GradebookErrors.ReasonRequired);
        Override(OverrideKind.Grade, 151, "x", null).Error!.Field.ShouldBe("percent");
        Override(OverrideKind.Grade, null, "x", null).Error!.Field.ShouldBe("percent");
        Override(OverrideKind.Grade, 1.234567m, "x", null).Error!.Field.ShouldBe("percent");
        var set = Override(OverrideKind.Grade, 70, "A page was missing", null);
        set.Records.Length.ShouldBe(2);
        set.Records[1].Json!.ShouldContain("61.5");
        set.Events.ShouldBe([new GradeOverridden("quiz", "sam", OverrideKind.Grade)]);
        Override(OverrideKind.Grade, 70, "again", new("quiz", "sam", 70, Now)).IsNoChange.ShouldBeTrue();
        Override(OverrideKind.Excused, 5, "ill", new("quiz", "sam", 70, Now)).Records[0].Json!.ShouldNotContain("percent");
        Override(OverrideKind.Cleared, null, "x", null).IsNoChange.ShouldBeTrue();
        Override(OverrideKind.Cleared, null, "x", new("quiz", "sam", 70, Now)).Records[0].Json.ShouldBeNull();
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd", "'+cmd")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=\"x\",y", "\"'=\"\"x\"\",y\"")]
    public void A_cell_of_the_file_never_runs(string text, string cell) => GradeCsv.Cell(text).ShouldBe(cell);
}
