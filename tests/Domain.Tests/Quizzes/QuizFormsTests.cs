using AngleSharp.Dom;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Courses;
using LearningHub.WebFrontend.Questions;
using LearningHub.WebFrontend.Quizzes;

namespace LearningHub.Domain.Tests.Quizzes;

public sealed class QuizFormsTests
{
    [Theory]
    [InlineData("2026-01-15T09:30", "2026-01-15T08:30:00Z")]
    [InlineData("2026-07-15T09:30", "2026-07-15T07:30:00Z")]
    // Clocks go forward at 2: half past two is half past three.
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30:00Z")]
    // Clocks go back at 3: half past two comes twice, the first is meant.
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z")]
    public void A_moment_typed_in_a_zone_is_that_moment(string typed, string utc)
    {
        new ZoneTime(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).TryParse(typed, out var at).ShouldBeTrue();
        at.ShouldBe(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("0001-01-01T00:00")]
    [InlineData("9999-12-31T23:59")]
    public void What_is_no_moment_is_refused(string typed) => new ZoneTime(TimeZoneInfo.Utc).TryParse(typed, out _).ShouldBeFalse();

    [Fact]
    public void A_gap_is_filled_in_text_and_never_in_an_attribute()
    {
        var html = new QuestionHtml(new LessonHtml()).WithGaps("A [[1]] here, [a link](https://example.org \"[[1]]\") and `[[1]]`, [[2]], [[x]], [[", (n, d) =>
        {
            if (n != 1) return null;
            var field = d.CreateElement("input");
            field.SetAttribute("value", "\" onfocus=\"alert(1)");
            return field;
        });
        html.ShouldContain("title=\"[[1]]\"");
        html.ShouldContain("[[2]], [[x]], [[");
        html.ShouldNotContain("\" onfocus");
    }

    [Fact]
    public void A_name_that_a_spreadsheet_would_run_is_written_as_text()
    {
        var row = new AttemptRow("u", "=HYPERLINK(\"x\")", "a@b.c", 1, AttemptState.Graded, default, null, default(DateTimeOffset), false, -1.5m, 6, -25, 0);
        var lines = ResultsCsv.Write([new(row, [2, null, -3.5m])]).Split("\r\n");
        lines[0].ShouldEndWith("Question 1,Question 2,Question 3");
        lines[1].ShouldStartWith("\"'=HYPERLINK(\"\"x\"\")\",a@b.c,1,graded,");
        lines[1].ShouldEndWith(",-1.5,6,-25,2,,-3.5");
    }
}
