using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Settings;

/// <summary>What an academy has set. Key <c>tenant/settings</c>. Each change is a version; versions are never changed, and going back to one is a new one. A change counts on
/// every silo within five seconds: see docs/adr/0021.</summary>
public interface ISettingsGrain : IGrainWithStringKey
{
    [Requires(Permission.ManageSettings), ReadOnly, Alias("Get")] Task<SettingsView> Get();

    /// <summary>What everybody may know, by name.</summary>
    [Requires(Permission.Anyone), AlwaysInterleave, Alias("Open")] Task<ImmutableDictionary<string, string>> Open();

    /// <summary>Errors: <c>settings.unknown</c> and <c>settings.invalid</c> (with the setting's name as the field; nothing is saved), <c>settings.changed_meanwhile</c> when the
    /// version is not the newest. What is said already is no change and no version.</summary>
    [Requires(Permission.ManageSettings), Alias("Save")] Task<Result<SettingsView>> Save(SaveSettings command);

    /// <summary>All values as they were at a version, 0 for the defaults, as a new version. Values that do not fit any more become the default. Errors:
    /// <c>settings.no_version</c>, <c>settings.changed_meanwhile</c>.</summary>
    [Requires(Permission.ManageSettings), Alias("RollBack")] Task<Result<SettingsView>> RollBack(RollBackSettings command);

    /// <summary>Newest first.</summary>
    /// <param name="before">Versions below this; null: from the newest.</param>
    [Requires(Permission.ManageSettings), ReadOnly, Alias("History")] Task<ImmutableArray<SettingsVersion>> History(int? before, int limit);

    /// <summary>What is different at <paramref name="to"/> from <paramref name="from"/>. Error: <c>settings.no_version</c>.</summary>
    [Requires(Permission.ManageSettings), ReadOnly, Alias("Compare")] Task<Result<ImmutableArray<SettingChange>>> Compare(int from, int to);
}

/// <param name="Version">Of the settings that the admin saw.</param>
/// <param name="Values">By name; what is not named stays.</param>
[GenerateSerializer, Immutable, Alias("hub.settings.Save")]
public sealed record SaveSettings(int Version, ImmutableDictionary<string, string> Values) : Command;

[GenerateSerializer, Immutable, Alias("hub.settings.RollBack")]
public sealed record RollBackSettings(int To, int Version) : Command;

[GenerateSerializer, Immutable, Alias("hub.settings.View")]
public sealed record SettingsView(int Version, ImmutableArray<SettingValue> Settings);

/// <param name="ChangedBy">Null: never said here.</param>
/// <param name="Since">The version that it has had this value from.</param>
[GenerateSerializer, Immutable, Alias("hub.settings.Value")]
public sealed record SettingValue(string Name, string Value, bool IsDefault, string? ChangedBy, DateTimeOffset? ChangedAt, int Since);

/// <param name="RolledBackTo">The version that was gone back to, or null.</param>
[GenerateSerializer, Immutable, Alias("hub.settings.Version")]
public sealed record SettingsVersion(int Version, string By, DateTimeOffset At, int? RolledBackTo, ImmutableArray<SettingChange> Changes);

[GenerateSerializer, Immutable, Alias("hub.settings.Change")]
public sealed record SettingChange(string Name, string Before, string After);

/// <param name="RolledBackTo">The version that was gone back to, or null.</param>
[EventName("settings.changed")]
public sealed record SettingsChanged(int Version, int? RolledBackTo, ImmutableArray<SettingChange> Changes) : DomainEvent;
