using System.Globalization;

namespace LearningHub.WebFrontend.Administration.Pages;

/// <summary>Numbers as the admin pages say them: a no-break space between number and unit.</summary>
internal static class Figures
{
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static (string Number, string Unit) Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => ((bytes / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture), "GB"),
        >= 1L << 20 => ((bytes / (double)(1L << 20)).ToString("0", CultureInfo.InvariantCulture), "MB"),
        _ => ((bytes / 1024d).ToString("0", CultureInfo.InvariantCulture), "KB"),
    };

    public static (string Number, string Unit) Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => (span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture), "ms"),
        { TotalMinutes: < 2 } => (span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture), "s"),
        { TotalHours: < 2 } => (span.TotalMinutes.ToString("0", CultureInfo.InvariantCulture), "min"),
        { TotalDays: < 2 } => (span.TotalHours.ToString("0", CultureInfo.InvariantCulture), "h"),
        _ => (span.TotalDays.ToString("0", CultureInfo.InvariantCulture), "d"),
    };

    public static string Words((string Number, string Unit) figure) => $"{figure.Number}\u00a0{figure.Unit}";

    public static string Ago(DateTimeOffset? at, DateTimeOffset now) => at is { } then ? Words(Span(now - then < TimeSpan.Zero ? TimeSpan.Zero : now - then)) + " ago" : "never";
}
