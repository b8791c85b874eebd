using LearningHub.Grains.Coupons;
using static LearningHub.Domain.Tests.Coupons.CouponExamples;

namespace LearningHub.Domain.Tests.Coupons;

public sealed class SellerTimeTests
{
    [Theory]
    [InlineData("2026-11-30T23:59:59", "Europe/Berlin", "2026-11-30T23:00:00Z")]
    [InlineData("2026-11-30T23:59", "Europe/Berlin", "2026-11-30T23:00:00Z")]
    [InlineData("2026-07-31T23:59:59", "Europe/Berlin", "2026-07-31T22:00:00Z")]
    [InlineData("2026-11-30T23:59:59", "Pacific/Kiritimati", "2026-11-30T10:00:00Z")]
    [InlineData("2026-11-30T23:59:59", "America/St_Johns", "2026-12-01T03:30:00Z")]
    [InlineData("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T01:31:00Z")] // twice that night: the second
    [InlineData("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:31:00Z")] // not at all that night: as long after the gap
    public void An_end_is_the_first_moment_after_what_was_written(string until, string zone, string end) => SellerTime.End(until, zone).ShouldBe(DateTimeOffset.Parse(end));

    [Theory]
    [InlineData("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z")] // twice that night: the first
    [InlineData("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00Z")]
    [InlineData("2026-11-22T00:00", "Asia/Kathmandu", "2026-11-21T18:15:00Z")]
    public void A_beginning_is_the_moment_that_was_written(string from, string zone, string start) => SellerTime.Start(from, zone).ShouldBe(DateTimeOffset.Parse(start));

    [Theory]
    [InlineData("2026-02-30T10:00", false)]
    [InlineData("2026-11-30", false)]
    [InlineData("2026-11-30T24:01", false)]
    [InlineData("2026-11-30T23:59:59Z", false)]
    [InlineData("", false)]
    [InlineData("9999-12-31T23:59", false)]
    [InlineData("0001-01-01T00:00", false)]
    [InlineData("-0001-01-01T00:00", false)]
    [InlineData("2200-12-31T23:59", true)]
    [InlineData("2026-11-30T23:59", true)]
    public void A_local_time_is_a_date_and_a_time(string text, bool valid) => SellerTime.IsLocal(text).ShouldBe(valid);

    [Fact]
    public void A_coupon_counts_through_its_last_second_in_the_sellers_zone_and_not_a_moment_longer()
    {
        var coupon = Made(TenPercent with { From = "2026-11-01T00:00", Until = "2026-11-30T23:59:59", Zone = "America/New_York" });
        var end = new DateTimeOffset(2026, 12, 1, 5, 0, 0, TimeSpan.Zero);
        Quote(coupon, [Line("a", 100)], at: end.AddTicks(-1)).IsOk.ShouldBeTrue();
        Quote(coupon, [Line("a", 100)], at: end).Error!.Code.ShouldBe("coupons.expired");
        Quote(coupon, [Line("a", 100)], at: end).Error!.Message.ShouldContain("30 November 2026, 23:59 (America/New York)");
        Quote(coupon, [Line("a", 100)], at: new DateTimeOffset(2026, 11, 1, 3, 59, 59, TimeSpan.Zero)).Error!.Code.ShouldBe("coupons.not_yet");
        Quote(coupon, [Line("a", 100)], at: new DateTimeOffset(2026, 11, 1, 4, 0, 0, TimeSpan.Zero)).IsOk.ShouldBeTrue();
    }
}
