using System.Reflection;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Notifications;

namespace LearningHub.Domain.Tests.Notifications;

public sealed class NotificationCatalogueTests
{
    private static NotificationFacts Facts(string kind, int count = 1, string detail = "4900 EUR") => new("0123", kind, DateTimeOffset.UnixEpoch, "c1", "s1", "p1", detail, count, false,
        "Film <photography>", "The zone system", "Question hour", DateTimeOffset.Parse("2026-12-01T17:00:00Z", System.Globalization.CultureInfo.InvariantCulture), "Sam", "First lesson", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Fact]
    public void Every_kind_has_an_id_of_its_own_a_source_and_texts_that_can_be_made()
    {
        NotificationCatalogue.All.Select(k => k.Id).ShouldBeUnique();
        NotificationCatalogue.All.ShouldAllBe(k => KeySegment.IsValid(k.Id) && k.Sources.Length > 0);
        foreach (var kind in NotificationCatalogue.All)
        {
            var view = NotificationReader.View(Facts(kind.Id)).ShouldNotBeNull();
            view.Path.ShouldStartWith("/");
            new[] { view.Title, view.Body, view.Why, view.Path }.ShouldAllBe(t => t.Length > 0 && !t.Contains('{'));
            // What is gone is said to be gone, not left out.
            var gone = NotificationReader.View(Facts(kind.Id) with { CourseTitle = null, LessonTitle = null, ClassTitle = null, StartsAt = null, PersonName = null, BadgeName = null, Detail = "" }).ShouldNotBeNull();
            new[] { gone.Title, gone.Body, gone.Why }.ShouldAllBe(t => t.Trim().Length > 0);
        }
    }

    [Fact]
    public void Every_source_is_an_event_that_there_is()
    {
        var known = typeof(DomainEvent).Assembly.GetTypes().Select(t => t.GetCustomAttribute<EventNameAttribute>()?.Name).OfType<string>().ToHashSet();
        NotificationCatalogue.EventNames.ShouldAllBe(n => known.Contains(n));
    }

    /// <summary>Stored, for ever: under another id it would be told a second time.</summary>
    [Theory]
    [InlineData("course_published", "published/c1")]
    [InlineData("announcement", "announcement/c1/s1")]
    [InlineData("recording_ready", "recording/c1/s1")]
    [InlineData("class_tomorrow", "reminder/s1/d1")]
    [InlineData("class_soon", "reminder/s1/d1")]
    [InlineData("student_enrolled", "enrolled/c1/p1")]
    [InlineData("class_opened", "00000000000000000000000000000000")]
    public void What_is_told_is_told_under_an_id_that_follows_from_it(string kind, string what) =>
        NotificationCatalogue.Find(kind)!.CauseId(new(Audience.Members, "c1") { CourseId = "c1", SubjectId = "s1", PersonId = "p1", Detail = "d1" }, default)
            .ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{kind}/{what}")))[..32]);

    /// <summary>A course is published anew, a recording made anew, a student comes back: perhaps years later.</summary>
    [Fact]
    public void What_may_be_said_again_is_remembered_for_ever() =>
        NotificationCatalogue.All.Where(k => !k.IsForgettable).Select(k => k.Id).ShouldBe(["course_published", "recording_ready", "student_enrolled"], ignoreOrder: true);

    [Theory]
    [InlineData("student_enrolled", 1, "Sam enrolled")]
    [InlineData("student_enrolled", 2, "Sam and 1 other enrolled")]
    [InlineData("student_enrolled", 4, "Sam and 3 others enrolled")]
    [InlineData("order_paid", 1, "Your order is paid: 49.00 EUR")]
    [InlineData("class_scheduled", 1, "Live class: Question hour")]
    public void Titles_say_who_what_and_how_many(string kind, int count, string expected) => NotificationReader.View(Facts(kind, count))!.Title.ShouldBe(expected);

    [Theory]
    [InlineData("quiz_marked")]
    [InlineData("essay_marked")]
    [InlineData("quiz_regraded")]
    public void A_mark_is_in_no_text_the_quiz_decides_who_sees_it_and_when(string kind) =>
        NotificationReader.View(Facts(kind, detail: "0.855"))!.ShouldSatisfyAllConditions(v => v.Title.ShouldNotContain("8"), v => v.Body.ShouldNotContain("8"), v => v.Title.ShouldContain("The zone system"));

    [Fact]
    public void A_moment_is_on_the_readers_clock() => NotificationReader.View(Facts("class_moved"))!.Body.ShouldBe("It now begins Tuesday 1 December, 18:00.");

    [Fact]
    public void A_mail_says_the_same_in_text_and_html_and_escapes_what_people_wrote()
    {
        var view = NotificationReader.View(Facts("class_scheduled"))!;
        var mail = NotificationMails.Of("Academy", "sam@example.org", "Sam <b>", [view], path => "https://hub.example.org" + path, "https://hub.example.org/unsubscribe/t");
        mail.Subject.ShouldBe("Live class: Question hour");
        mail.Text.ShouldContain("Why you get this: You are enrolled in Film <photography>.");
        mail.Html!.ShouldContain("Film &lt;photography&gt;");
        mail.Html!.ShouldNotContain("<b>");
        foreach (var text in new[] { mail.Text, mail.Html! }) text.ShouldSatisfyAllConditions(t => t.ShouldContain("https://hub.example.org/notifications/0123"), t => t.ShouldContain("/settings/notifications"), t => t.ShouldContain("/unsubscribe/t"));
    }

    [Fact]
    public void Fifty_things_are_one_mail_that_the_outbox_takes()
    {
        var wordy = Facts("class_scheduled") with { CourseTitle = new string('ü', 120), ClassTitle = new string('"', 120) };
        var views = Enumerable.Range(0, 50).Select(i => NotificationReader.View(wordy with { NotificationId = $"{i:d32}" })!).ToList();
        var mail = NotificationMails.Of("Academy", "sam@example.org", "Sam", views, path => "https://hub.example.org" + path, "https://hub.example.org/unsubscribe/t");
        mail.Subject.ShouldBe("50 things are new at Academy");
        mail.Text.ShouldMatch("And [0-9]+ more: https://hub.example.org/notifications");
        LearningHub.Grains.Email.OutgoingMail.Queue(LearningHub.Grains.Email.OutgoingMailState.Empty, mail, DateTimeOffset.UnixEpoch).Error.ShouldBeNull();
    }
}
