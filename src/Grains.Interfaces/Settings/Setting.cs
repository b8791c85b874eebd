using System.Globalization;

namespace LearningHub.Grains.Interfaces.Settings;

public enum SettingKind { OnOff, Number }

/// <summary>A setting of an academy: what it is called, what may be said, what holds when nothing is, and which room goes by it. Never a secret: values are shown to
/// every admin, and told to the audit trail.</summary>
/// <param name="Name">Stored, for ever: <c>room.name</c>.</param>
/// <param name="IsOpen">Everybody may know it, also without signing in: a page says so before somebody tries.</param>
public abstract record Setting(string Name, SettingKind Kind, string Room, string Title, string Description, string Default, bool IsOpen)
{
    /// <summary>Why this cannot be the value, as a sentence; null when it can.</summary>
    public abstract string? Refuse(string value);

    /// <summary>The value as people read it.</summary>
    public abstract string Words(string value);

    /// <summary>What is stored where it fits today, else the default.</summary>
    public string ValueIn(IReadOnlyDictionary<string, string> values) => values.TryGetValue(Name, out var said) && Refuse(said) is null ? said : Default;
}

public sealed record OnOffSetting(string Name, string Room, string Title, string Description, bool Standard, bool IsOpen = false)
    : Setting(Name, SettingKind.OnOff, Room, Title, Description, Standard ? On : Off, IsOpen)
{
    public const string On = "on", Off = "off";

    public bool Read(IReadOnlyDictionary<string, string> values) => ValueIn(values) == On;
    public override string? Refuse(string value) => value is On or Off ? null : "This is on or off.";
    public override string Words(string value) => value == On ? "On" : "Off";
}

/// <param name="Unit">"hours"; empty for a bare number.</param>
/// <param name="Zero">What zero means, where it means something else than none: "no limit".</param>
public sealed record NumberSetting(string Name, string Room, string Title, string Description, int Standard, int Min, int Max, string Unit, string Zero = "", bool IsOpen = false)
    : Setting(Name, SettingKind.Number, Room, Title, Description, Standard.ToString(CultureInfo.InvariantCulture), IsOpen)
{
    public int Read(IReadOnlyDictionary<string, string> values) => int.Parse(ValueIn(values), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Digits only: the same number is always the same text.</summary>
    public override string? Refuse(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Min && number <= Max && (value.Length == 1 || value[0] != '0')
            ? null : $"This is a whole number from {Min.ToString("N0", CultureInfo.InvariantCulture)} to {Max.ToString("N0", CultureInfo.InvariantCulture)}.";

    public override string Words(string value) => value == "0" && Zero.Length > 0 ? Zero : Unit.Length > 0 ? $"{value} {Unit}" : value;
}
