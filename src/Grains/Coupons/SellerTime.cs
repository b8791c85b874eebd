using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace LearningHub.Grains.Coupons;

/// <summary>Local times in a seller's zone (tz database). Where the clocks go back an hour exists twice: a beginning means the first, an end the second.
/// Where they go forward it does not exist: what falls into the gap is as long after it as it would have been.</summary>
internal static class SellerTime
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
    private static readonly LocalDateTimePattern Seconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private static readonly ZoneLocalMappingResolver First = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);
    private static readonly ZoneLocalMappingResolver Last = Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnForwardShifted);

    /// <summary>Far from the ends of what a clock can show: minutes and zones are added.</summary>
    private const int FirstYear = 2000, LastYear = 2200;

    public static bool IsZone(string? zone) => zone is { Length: > 0 and <= 64 } && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    public static bool IsLocal(string text) => Read(text) is not null;

    /// <summary>The first moment at which it counts.</summary>
    public static DateTimeOffset Start(string local, string zone) => At(Read(local)!.Value.Time, zone, First);

    /// <summary>The first moment at which it no longer counts: "until 23:59" lasts through that minute, "until 23:59:59" through that second.</summary>
    public static DateTimeOffset End(string local, string zone)
    {
        var (time, unit) = Read(local)!.Value;
        return At(time, zone, Last) + unit;
    }

    /// <summary>For people: the date and time as the seller wrote them, with the zone.</summary>
    public static string Shown(string local, string zone) =>
        $"{Read(local)!.Value.Time.ToString("d MMMM uuuu, HH:mm", CultureInfo.InvariantCulture)} ({zone.Replace('_', ' ')})";

    private static DateTimeOffset At(LocalDateTime time, string zone, ZoneLocalMappingResolver resolver) =>
        time.InZone(DateTimeZoneProviders.Tzdb[zone], resolver).ToInstant().ToDateTimeOffset();

    private static (LocalDateTime Time, TimeSpan Unit)? Read(string text) =>
        text is not { Length: <= 19 } ? null
        : Minutes.Parse(text) is { Success: true, Value: { Year: >= FirstYear and <= LastYear } m } ? (m, TimeSpan.FromMinutes(1))
        : Seconds.Parse(text) is { Success: true, Value: { Year: >= FirstYear and <= LastYear } s } ? (s, TimeSpan.FromSeconds(1)) : null;
}
