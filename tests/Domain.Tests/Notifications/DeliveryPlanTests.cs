using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Notifications;

namespace LearningHub.Domain.Tests.Notifications;

/// <summary>When what is told leaves the house: on the person's own clock, also on the two odd days of a year.</summary>
public sealed class DeliveryPlanTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly NotificationKind Normal = NotificationCatalogue.Find("class_moved")!, Urgent = NotificationCatalogue.Find("class_opened")!, Daily = NotificationCatalogue.Find("student_enrolled")!;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DeliveryPlan Plan(NotificationKind kind, string now, NotificationSettingsState? settings = null, string? course = "c1", int grace = 60) =>
        DeliveryPlan.Of(kind, settings ?? NotificationSettingsState.Empty, course, Berlin, At(now), TimeSpan.FromSeconds(grace));

    private static NotificationSettingsState Quiet(int from, int until) => NotificationSettingsState.Empty with { Quiet = new(from, until) };

    [Theory]
    [InlineData("2026-07-01T10:00:00Z", 450, "2026-07-02T05:30:00Z")] // summer: 07:30 is 05:30 UTC, tomorrow
    [InlineData("2026-07-01T05:00:00Z", 450, "2026-07-01T05:30:00Z")] // today's is still to come
    [InlineData("2026-10-24T10:00:00Z", 450, "2026-10-25T06:30:00Z")] // the night in between is an hour longer
    [InlineData("2026-03-28T10:00:00Z", 450, "2026-03-29T05:30:00Z")] // and an hour shorter
    [InlineData("2026-03-29T00:30:00Z", 150, "2026-03-29T01:30:00Z")] // 02:30 is not on that day: 03:30
    [InlineData("2026-10-25T00:00:00Z", 150, "2026-10-25T00:30:00Z")] // 02:30 comes twice: the first
    [InlineData("2026-10-25T00:45:00Z", 150, "2026-10-26T01:30:00Z")] // and only the first
    public void The_daily_moment_is_on_the_persons_clock(string now, int minutes, string expected) => WallClock.Next(At(now), Berlin, minutes).ShouldBe(At(expected));

    [Fact]
    public void The_next_moment_is_always_later_and_within_a_day_and_an_hour()
    {
        var start = At("2026-01-01T00:00:00Z");
        for (var hour = 0; hour < 366 * 24; hour += 5)
        {
            var now = start.AddHours(hour).AddMinutes(hour % 60);
            var next = WallClock.Next(now, Berlin, hour * 7 % WallClock.MinutesOfDay);
            next.ShouldBeGreaterThan(now);
            (next - now).ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(25));
        }
    }

    [Fact]
    public void By_default_a_mail_waits_a_minute_and_a_push_goes_at_once()
    {
        Plan(Normal, "2026-07-01T10:00:00Z").ShouldBe(new DeliveryPlan(true, At("2026-07-01T10:01:00Z"), At("2026-07-01T10:00:00Z")));
        Plan(Daily, "2026-07-01T10:00:00Z").ShouldBe(new DeliveryPlan(true, At("2026-07-02T05:30:00Z"), null));
    }

    [Theory]
    [InlineData("2026-07-01T21:30:00Z", "2026-07-02T05:00:00Z")] // 23:30 in Berlin
    [InlineData("2026-07-01T03:00:00Z", "2026-07-01T05:00:00Z")] // 05:00
    [InlineData("2026-07-01T05:00:00Z", "2026-07-01T05:00:00Z")] // 07:00: over
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T06:00:00Z")] // the long night
    public void What_is_not_urgent_waits_for_the_end_of_quiet_hours(string now, string expected) => Plan(Normal, now, Quiet(22 * 60, 7 * 60)).Push.ShouldBe(At(expected));

    [Fact]
    public void What_is_urgent_does_not_wait_and_a_daily_mail_comes_when_the_person_asked_for_it()
    {
        Plan(Urgent, "2026-07-01T23:00:00Z", Quiet(22 * 60, 7 * 60)).Push.ShouldBe(At("2026-07-01T23:00:00Z"));
        Plan(Daily, "2026-07-01T23:00:00Z", Quiet(0, 23 * 60)).Mail.ShouldBe(At("2026-07-02T05:30:00Z"));
    }

    [Fact]
    public void A_muted_course_is_silent_but_for_what_is_about_the_person()
    {
        var muted = NotificationSettingsState.Empty with { MutedCourses = ["c1"] };
        Plan(Normal, "2026-07-01T10:00:00Z", muted).IsNothing.ShouldBeTrue();
        Plan(Urgent, "2026-07-01T10:00:00Z", muted).IsNothing.ShouldBeTrue();
        Plan(Normal, "2026-07-01T10:00:00Z", muted, "c2").Shown.ShouldBeTrue();
        Plan(NotificationCatalogue.Find("certificate_issued")!, "2026-07-01T10:00:00Z", muted).Shown.ShouldBeTrue();
    }
}
