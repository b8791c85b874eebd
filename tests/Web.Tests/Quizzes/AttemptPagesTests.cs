using System.Net;
using System.Text.RegularExpressions;
using LearningHub.Web.Tests.Hosting;
using LearningHub.Web.Tests.Users;

namespace LearningHub.Web.Tests.Quizzes;

/// <summary>The quiz in a browser without JavaScript: everything by links and forms.</summary>
[Collection("web")]
public sealed class AttemptPagesTests(WebHub hub)
{
    private async Task<(Browser Browser, QuizWorld World)> Student()
    {
        var world = await hub.OpenQuiz();
        var (browser, email) = (new Browser(hub), Browser.NewEmail());
        await browser.Post("/register", ("name", "Sam Student"), ("email", email), ("password", HubClient.Password));
        var enrolled = await browser.Post($"/courses/{world.Course}/enrol");
        enrolled.Status.ShouldBe(HttpStatusCode.SeeOther);
        return (browser, world);
    }

    [Fact]
    public async Task A_quiz_can_be_sat_without_javascript()
    {
        var (browser, world) = await Student();
        var lesson = await browser.Get($"/learn/{world.Course}/{world.Lesson}");
        lesson.Html.ShouldContain("3, 6 points");
        var begun = await browser.Post($"/quizzes/{world.Quiz}/attempts", ("op", "one"));
        (begun.Status, begun.Location).ShouldBe((HttpStatusCode.SeeOther, $"/quizzes/{world.Quiz}/attempts/1"));

        var paper = await browser.Get(begun.Location!);
        var choice = Regex.Match(paper.Html, """name="q1" value="([^"]+)"[^>]*>\s*<span[^>]*>Paris""").Groups[1].Value;
        var gap = Regex.Match(paper.Html, "name=\"(q3\\.[^\"]+)\"").Groups[1].Value;
        choice.ShouldNotBe("");
        var saved = await browser.Post(begun.Location!, ("device", "form-1"), ("rev1", "0"), ("q1", choice), ("rev2", "0"), ("q2", "41"), ("rev3", "0"), (gap, "blue"), ("flag2", "1"), ("do", "save"));
        (saved.Status, saved.Location).ShouldBe((HttpStatusCode.SeeOther, $"/quizzes/{world.Quiz}/attempts/1?saved"));
        (await browser.Get(saved.Location!)).Html.ShouldSatisfyAllConditions(h => h.ShouldContain("3 answered, 1 flagged, 0 open"), h => h.ShouldContain("value=\"41\""), h => h.ShouldContain("no. 1"));

        var handed = await browser.Post(begun.Location!, ("device", "form-2"), ("rev2", "1"), ("q2", "42"), ("do", "handin"));
        handed.Location.ShouldBe($"/quizzes/{world.Quiz}/attempts/1/review");
        (await browser.Get(handed.Location!)).Html.ShouldSatisfyAllConditions(h => h.ShouldContain("Passed"), h => h.ShouldContain("6 of 6 points"));
        (await browser.Get(begun.Location!)).Location.ShouldBe(handed.Location);
    }

    [Fact]
    public async Task A_check_is_not_spent_on_the_answer_of_another_device()
    {
        var (browser, world) = await Student();
        await world.AllowChecks(tries: 2);
        var path = (await browser.Post($"/quizzes/{world.Quiz}/attempts", ("op", "one"))).Location!;
        await browser.Post(path, ("device", "d1"), ("rev2", "0"), ("q2", "41"), ("do", "save"));
        var refused = await browser.Post(path, ("device", "d2"), ("rev2", "0"), ("q2", "42"), ("do", "check-2"));
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Html.ShouldSatisfyAllConditions(h => h.ShouldContain("Question 2 was answered on another device"), h => h.ShouldContain("2\u00a0tries left"), h => h.ShouldNotContain("1\u00a0try left"));

        // Chosen and checked: that one is marked.
        (await browser.Post(path, ("device", "d3"), ("rev2", "1"), ("q2", "42"), ("do", "check-2"))).Location.ShouldBe($"{path}?saved#q2");
        (await browser.Get(path)).Html.ShouldSatisfyAllConditions(h => h.ShouldContain("1\u00a0try left"), h => h.ShouldContain("hub-note ok"));
    }

    [Fact]
    public async Task A_form_that_was_stopped_changed_and_sent_again_is_not_a_repeat()
    {
        var (browser, world) = await Student();
        var path = (await browser.Post($"/quizzes/{world.Quiz}/attempts", ("op", "one"))).Location!;
        await browser.Post(path, ("device", "form-1"), ("rev2", "0"), ("q2", "41"), ("do", "save"));
        await browser.Post(path, ("device", "form-1"), ("rev2", "0"), ("q2", "42"), ("do", "save"));
        (await browser.Get(path)).Html.ShouldSatisfyAllConditions(h => h.ShouldContain("value=\"42\""), h => h.ShouldNotContain("another device", Case.Insensitive));
    }

    [Theory]
    [InlineData("save")]
    [InlineData("handin")]
    public async Task One_answer_that_cannot_be_taken_keeps_none_of_the_others_back(string act)
    {
        var (browser, world) = await Student();
        var path = (await browser.Post($"/quizzes/{world.Quiz}/attempts", ("op", "one"))).Location!;
        var gap = Regex.Match((await browser.Get(path)).Html, "name=\"(q3\\.[^\"]+)\"").Groups[1].Value;
        var refused = await browser.Post(path, ("device", "form-1"), ("rev2", "0"), ("q2", "42"), ("rev3", "0"), (gap, new string('x', 2_001)), ("do", act));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.ShouldSatisfyAllConditions(h => h.ShouldContain("The answer to question 3 is too long"), h => h.ShouldContain("value=\"42\""), h => h.ShouldContain("1 answered"));
        (await browser.Post(path, ("device", "form-2"), ("do", "handin"))).Location.ShouldBe($"{path}/review");
    }

    [Fact]
    public async Task After_the_last_try_nothing_can_be_entered_and_a_form_without_these_fields_empties_nothing()
    {
        var (browser, world) = await Student();
        await world.AllowChecks(tries: 1);
        var path = (await browser.Post($"/quizzes/{world.Quiz}/attempts", ("op", "one"))).Location!;
        await browser.Post(path, ("device", "form-1"), ("rev1", "0"), ("rev2", "0"), ("q2", "41"), ("do", "check-2"));
        (await browser.Get(path)).Html.ShouldSatisfyAllConditions(h => h.ShouldContain("All tries for this question are used."), h => Regex.IsMatch(h, "name=\"q2\"[^>]*disabled").ShouldBeTrue(),
            h => Regex.IsMatch(h, "name=\"q1\"[^>]*disabled").ShouldBeFalse());
        await browser.Post(path, ("device", "form-2"), ("rev1", "0"), ("rev2", "1"), ("flag2", "1"), ("do", "save"));
        (await browser.Get(path)).Html.ShouldSatisfyAllConditions(h => h.ShouldContain("value=\"41\""), h => h.ShouldContain("1 answered, 1 flagged, 2 open"));
    }

    [Fact]
    public async Task What_is_typed_into_a_gap_or_sent_as_an_answer_never_becomes_markup()
    {
        var (browser, world) = await Student();
        await browser.Post($"/quizzes/{world.Quiz}/attempts", ("op", "one"));
        var path = $"/quizzes/{world.Quiz}/attempts/1";
        var gap = Regex.Match((await browser.Get(path)).Html, "name=\"(q3\\.[^\"]+)\"").Groups[1].Value;
        const string attack = "\"><img src=x onerror=alert(1)>";
        await browser.Post(path, ("device", "form-1"), ("rev2", "0"), ("q2", attack), ("rev3", "0"), (gap, attack), ("do", "save"));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", $"hub_session={browser.Session}");
        using var http = new HttpClient { BaseAddress = hub.Address };
        var raw = await (await http.SendAsync(request)).Content.ReadAsStringAsync();
        raw.ShouldContain("onerror=alert(1)");
        raw.ShouldNotContain("<img src=x");
    }

    [Fact]
    public async Task Pages_of_a_quiz_are_not_for_others()
    {
        var (_, world) = await Student();
        var (stranger, email) = (new Browser(hub), Browser.NewEmail());
        await stranger.Post("/register", ("name", "Eve"), ("email", email), ("password", HubClient.Password));
        (await stranger.Get($"/quizzes/{world.Quiz}/attempts/1")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.Post($"/quizzes/{world.Quiz}/attempts")).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var path in (string[])["", "/settings", "/people", "/results", "/grading"]) (await stranger.Get($"/teach/quizzes/{world.Quiz}{path}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await new Browser(hub).Get($"/quizzes/{world.Quiz}/attempts/1")).Location!.ShouldStartWith("/sign-in");
    }
}
