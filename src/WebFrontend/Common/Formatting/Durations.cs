namespace LearningHub.WebFrontend.Common;

/// <summary>Lengths of time, shown: number and unit joined with a no-break space.</summary>
public static class Durations
{
    /// <summary>"21 h", "1 h 40", "8 min"; empty for nothing.</summary>
    public static string Words(long ms)
    {
        var minutes = (ms + 59_999) / 60_000;
        if (minutes == 0) return "";
        if (minutes < 60) return $"{minutes}\u00a0min";
        return minutes % 60 == 0 || minutes >= 600 ? $"{(minutes + 30) / 60}\u00a0h" : $"{minutes / 60}\u00a0h\u00a0{minutes % 60:00}";
    }

    /// <summary>"14:20", "1:02:03".</summary>
    public static string Clock(long ms)
    {
        var span = TimeSpan.FromMilliseconds(ms);
        return span.TotalHours >= 1 ? $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}" : $"{span.Minutes}:{span.Seconds:00}";
    }
}
