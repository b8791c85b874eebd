using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Settings;

/// <summary>Bounded by the catalogue: some 200 bytes a setting.</summary>
internal sealed record SettingsState : IAggregateState<SettingsState>
{
    public const string Name = "settings";
    public static string AggregateType => Name;
    public static SettingsState Empty { get; } = new();

    public int Number { get; init; }

    /// <summary>What was said. What was not, or does not fit any more, is the default.</summary>
    public ImmutableDictionary<string, string> Values { get; init; } = ImmutableDictionary<string, string>.Empty;
    public ImmutableDictionary<string, SettingMark> Marks { get; init; } = ImmutableDictionary<string, SettingMark>.Empty;
}

/// <summary>Who said the present value, when, at which version.</summary>
internal sealed record SettingMark(string By, DateTimeOffset At, int Version);

/// <summary>A record a version, id and seq are its number. With all values, so that going back needs no other version.</summary>
internal sealed record SettingsRecord(int Number, string By, DateTimeOffset At, int? RolledBackTo, ImmutableArray<SettingChange> Changes, ImmutableDictionary<string, string> Values)
{
    public const string Type = "settings_version";
}
