using LearningHub.Grains.Gamification;

namespace LearningHub.Domain.Tests.Gamification;

public sealed class StreaksTests
{
    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");
    private static DateTimeOffset At(string at) => DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void A_row_of_days_up_to_yesterday_still_stands_today_and_falls_tomorrow()
    {
        DateOnly[] days = [Day("2026-03-27"), Day("2026-03-29"), Day("2026-03-28"), Day("2026-03-28"), Day("2026-03-20")];
        var today = Streaks.Of(days, Day("2026-03-30"));
        (today.Current, today.Best, today.Today).ShouldBe((3, 3, false));
        Streaks.Of([.. days, Day("2026-03-30")], Day("2026-03-30")).ShouldSatisfyAllConditions(s => s.Current.ShouldBe(4), s => s.Today.ShouldBeTrue());
        (Streaks.Of(days, Day("2026-03-31")).Current, Streaks.Of(days, Day("2026-03-31")).Best).ShouldBe((0, 3));
        today.Week.Select(d => d.Learned).ShouldBe([false, false, false, true, true, true, false]);
        Streaks.Of([], Day("2026-03-30")).ShouldSatisfyAllConditions(s => s.Current.ShouldBe(0), s => s.Best.ShouldBe(0), s => s.Week.Length.ShouldBe(7));
    }

    [Theory]
    // The clock goes forward on the 29th in Berlin and back on 25 October: 23 and 25 hours, each one day.
    [InlineData("2026-03-28T22:59:00Z", "Europe/Berlin", "2026-03-28")]
    [InlineData("2026-03-28T23:01:00Z", "Europe/Berlin", "2026-03-29")]
    [InlineData("2026-03-29T21:59:00Z", "Europe/Berlin", "2026-03-29")]
    [InlineData("2026-03-29T22:01:00Z", "Europe/Berlin", "2026-03-30")]
    [InlineData("2026-10-25T22:59:00Z", "Europe/Berlin", "2026-10-25")]
    // Either side of the date line at one moment.
    [InlineData("2026-06-01T10:30:00Z", "Pacific/Kiritimati", "2026-06-02")]
    [InlineData("2026-06-01T10:30:00Z", "Pacific/Pago_Pago", "2026-05-31")]
    // Samoa had no 30 December 2011.
    [InlineData("2011-12-30T09:59:00Z", "Pacific/Apia", "2011-12-29")]
    [InlineData("2011-12-30T10:01:00Z", "Pacific/Apia", "2011-12-31")]
    [InlineData("2026-06-01T23:30:00Z", "", "2026-06-01")]
    [InlineData("2026-06-01T23:30:00Z", "No/Such_Zone", "2026-06-01")]
    public void A_day_is_a_date_on_the_persons_wall(string at, string zone, string day) => Streaks.DayOf(At(at), zone).ShouldBe(Day(day));

    [Fact]
    public void A_thousand_random_sets_of_days_have_the_longest_row_that_counting_one_by_one_finds()
    {
        var random = new Random(4);
        for (var run = 0; run < 1_000; run++)
        {
            var days = Enumerable.Range(0, random.Next(40)).Select(_ => Day("2026-01-01").AddDays(random.Next(50))).ToList();
            var longest = Enumerable.Range(0, 50).Select(start => Enumerable.Range(0, 60).TakeWhile(i => days.Contains(Day("2026-01-01").AddDays(start + i))).Count()).Max();
            Streaks.Best(days).ShouldBe(longest);
        }
    }
}
