using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Settings;

using Outcome = Decision<SettingsState>;

/// <summary>The rules of settings: known, valid, of the version that was seen; each change a version.</summary>
internal static class AcademySettings
{
    public static Outcome Save(SettingsState s, SaveSettings c, string by, DateTimeOffset now)
    {
        if (c.Values is null || c.Values.Count > SettingCatalogue.All.Length * 2) return SettingsErrors.Unknown("");
        foreach (var (name, value) in c.Values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            if (SettingCatalogue.Find(name) is not { } setting) return SettingsErrors.Unknown(name);
            if (value is null || setting.Refuse(value) is not null) return SettingsErrors.Invalid(setting);
        }
        if (c.Version != s.Number) return SettingsErrors.ChangedMeanwhile;
        return Become(s, s.Values.SetItems(c.Values), null, by, now);
    }

    /// <param name="version">What was kept of it; null for the defaults.</param>
    public static Outcome RollBack(SettingsState s, RollBackSettings c, SettingsRecord? version, string by, DateTimeOffset now)
    {
        if (c.To < 0 || c.To > s.Number || c.To > 0 && version is null) return SettingsErrors.NoVersion;
        if (c.Version != s.Number) return SettingsErrors.ChangedMeanwhile;
        var values = version?.Values ?? ImmutableDictionary<string, string>.Empty;
        return Become(s, values.RemoveRange(values.Where(v => SettingCatalogue.Find(v.Key) is not { } setting || setting.Refuse(v.Value) is not null).Select(v => v.Key)), c.To, by, now);
    }

    public static ImmutableArray<SettingChange> Compare(IReadOnlyDictionary<string, string> from, IReadOnlyDictionary<string, string> to) =>
        [.. from setting in SettingCatalogue.All let before = setting.ValueIn(@from) let after = setting.ValueIn(to) where before != after select new SettingChange(setting.Name, before, after)];

    public static SettingsView View(SettingsState s) => new(s.Number, [.. SettingCatalogue.All.Select(setting =>
    {
        var value = setting.ValueIn(s.Values);
        var mark = s.Marks.GetValueOrDefault(setting.Name);
        return new SettingValue(setting.Name, value, value == setting.Default, mark?.By, mark?.At, mark?.Version ?? 0);
    })]);

    private static Outcome Become(SettingsState s, ImmutableDictionary<string, string> values, int? rolledBackTo, string by, DateTimeOffset now)
    {
        var changes = Compare(s.Values, values);
        if (changes.IsEmpty) return Outcome.NoChange(s);
        var number = s.Number + 1;
        var mark = new SettingMark(by, now, number);
        var next = s with { Number = number, Values = values, Marks = s.Marks.SetItems(changes.Select(c => KeyValuePair.Create(c.Name, mark))) };
        return Outcome.Of(next, new SettingsChanged(number, rolledBackTo, changes)) with
        {
            Records = [RecordChange.Put(SettingsRecord.Type, IdOf(number), number, new SettingsRecord(number, by, now, rolledBackTo, changes, values))],
        };
    }

    public static string IdOf(int number) => number.ToString("D9", CultureInfo.InvariantCulture);
}
