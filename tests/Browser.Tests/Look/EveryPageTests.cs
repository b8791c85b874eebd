using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Look;

/// <summary>No page is forgotten: whatever a browser may ask for is looked at, or it is said why not. The doors are those that the hostile tests keep, all that there are.</summary>
public sealed class EveryPageTests
{
    /// <summary>Pages that stand in the middle of a story: which, and the name of the picture there.</summary>
    private static readonly Dictionary<string, string> InJourneys = new()
    {
        ["/admin/orders/{orderId}/refund"] = "admin-refund", ["/admin/workflows/{kindId}/{subjectId}/{runId}"] = "admin-workflow", ["/checkout"] = "checkout",
        ["/quizzes/{quizId}/attempts/{number}"] = "attempt", ["/quizzes/{quizId}/attempts/{number}/review"] = "attempt-review", ["/receipts/{number}"] = "receipt",
        ["/test-payments/{referenceId}"] = "test-payment", ["/verify/{certificateId}"] = "certificate",
    };

    private static readonly Dictionary<string, string> NotShown = new()
    {
        ["/admin"] = "leads to the cluster page", ["/learn/{courseId}"] = "leads to the lesson to go on with", ["/notifications/{notificationId}"] = "leads to what it is about",
        ["/unsubscribe/{token}"] = "asks for a token out of a mail; NotificationMailTests follow it",
        ["/admin/cluster/rows"] = "a part of its page", ["/admin/projections/rows"] = "a part of its page", ["/admin/orders/{orderId}/steps"] = "a part of its page", ["/orders/{orderId}/state"] = "a part of its page",
        ["/teach/quizzes/{quizId}/grading/rows"] = "a part of its page",
        ["/admin/audit/export"] = "a file", ["/admin/certificates/preview"] = "a picture", ["/certificates/status/{number}"] = "a signed list for programs", ["/certificates/{certificateId}/credential"] = "a file",
        ["/certificates/{certificateId}/pdf"] = "a file", ["/images/{imageId}"] = "a picture", ["/media/{token}/{file}"] = "a video", ["/receipts/{number}/pdf"] = "a file", ["/push-worker.js"] = "a script",
        ["/teach/courses/{courseId}/grades/csv"] = "a file", ["/teach/courses/{courseId}/questions/export"] = "a file", ["/teach/quizzes/{quizId}/results.csv"] = "a file",
        ["/live/{classId}/hls/{token}/{file}"] = "a video", ["/live/{classId}/publish"] = "a socket", ["/live/{classId}/watch"] = "a socket",
        ["/health/live"] = "for probes", ["/health/ready"] = "for probes", ["/metrics"] = "for scrapers", ["/openapi/{documentName}.json"] = "for programs",
    };

    private static string[] Pages() =>
        [.. File.ReadLines(Artifacts.Source("tests/Web.Tests/Hostile/doors.txt")).Where(l => l.StartsWith("GET /", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]).Where(p => !p.StartsWith("/api/", StringComparison.Ordinal))];

    [Fact]
    public void Every_page_is_looked_at_or_it_is_said_why_not()
    {
        var pages = Pages();
        pages.Length.ShouldBeGreaterThan(80);
        var listed = PagesTests.Paths.Select(path => Of(pages, path)).ToHashSet();
        pages.Where(p => !listed.Contains(p) && !InJourneys.ContainsKey(p) && !NotShown.ContainsKey(p)).ShouldBeEmpty("Add it to the lists of PagesTests, or say above why it cannot be shown.");
        InJourneys.Keys.Concat(NotShown.Keys).Where(p => !pages.Contains(p)).ShouldBeEmpty("There is no such page any more.");
        InJourneys.Keys.Concat(NotShown.Keys).Where(listed.Contains).ShouldBeEmpty("It is in the lists: no word is needed for it.");
    }

    [Fact]
    public void What_a_journey_is_said_to_look_at_it_looks_at()
    {
        var journeys = string.Concat(Directory.GetFiles(Artifacts.Source("tests/Browser.Tests/Journeys"), "*.cs").Select(File.ReadAllText));
        InJourneys.Values.Where(view => !journeys.Contains($"\"{view}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>Which page answers a path: of those that fit, the one with the most words of its own.</summary>
    private static string? Of(string[] pages, string path)
    {
        var asked = path.Split('?', '#')[0].Split('/');
        return pages.Select(p => (Page: p, Parts: p.Split('/')))
            .Where(p => p.Parts.Length == asked.Length && p.Parts.Zip(asked).All(x => x.First == x.Second || x.First.StartsWith('{') && x.Second.Length > 0))
            .OrderByDescending(p => p.Parts.Zip(asked).Count(x => x.First == x.Second)).Select(p => p.Page).FirstOrDefault();
    }
}
