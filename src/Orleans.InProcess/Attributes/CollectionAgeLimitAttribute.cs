using System.Globalization;

namespace Orleans;

/// <summary>How long activations of this grain class may be idle.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class CollectionAgeLimitAttribute : Attribute
{
    /// <summary>By its properties.</summary>
    public CollectionAgeLimitAttribute() { }

    /// <summary>By text, such as <c>00:05:00</c>.</summary>
    public CollectionAgeLimitAttribute(string inactivityPeriod)
    {
        ArgumentNullException.ThrowIfNull(inactivityPeriod);
        Minutes = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture).TotalMinutes;
    }

    /// <summary>Days of it.</summary>
    public double Days { get; set; }

    /// <summary>Hours of it.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes of it.</summary>
    public double Minutes { get; set; }

    /// <summary>Never.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>The sum.</summary>
    public TimeSpan AgeLimit => AlwaysActive ? Timeout.InfiniteTimeSpan : TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
}
