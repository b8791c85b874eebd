using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Settings;

/// <summary>Key <c>tenant/settings</c>. Invariant: versions count up without a gap and are never changed. A few calls a day; what rooms read they read by <see cref="LiveSettings"/>, not here.</summary>
[GrainType("settings")]
internal sealed class SettingsGrain(IAggregateStore store, LiveSettings live, TimeProvider time) : AggregateGrain<SettingsState>(store), ISettingsGrain
{
    private const int MostVersions = 100;

    public Task<SettingsView> Get() => Task.FromResult(AcademySettings.View(State));

    public Task<ImmutableDictionary<string, string>> Open()
    {
        var values = State.Values;
        return Task.FromResult(SettingCatalogue.All.Where(s => s.IsOpen).ToImmutableDictionary(s => s.Name, s => s.ValueIn(values)));
    }

    public Task<Result<SettingsView>> Save(SaveSettings command)
    {
        var (by, now) = (Actor.UserId, time.GetUtcNow());
        return Told(Execute(command, s => AcademySettings.Save(s, command, by, now), (s, _) => AcademySettings.View(s)));
    }

    public Task<Result<SettingsView>> RollBack(RollBackSettings command)
    {
        var (by, now) = (Actor.UserId, time.GetUtcNow());
        return Told(Execute(command, async s => AcademySettings.RollBack(s, command, await Find(command.To), by, now), (s, _) => AcademySettings.View(s)));
    }

    public async Task<ImmutableArray<SettingsVersion>> History(int? before, int limit)
    {
        var from = before is { } number ? AcademySettings.IdOf(Math.Max(0, number)) : null;
        var kept = await Store.LoadRecordsBefore(SettingsRecord.Type, Key, from, Math.Clamp(limit, 1, MostVersions));
        return [.. kept.Select(r => r.Read<SettingsRecord>()).OrderByDescending(r => r.Number).Select(r => new SettingsVersion(r.Number, r.By, r.At, r.RolledBackTo, r.Changes))];
    }

    public async Task<Result<ImmutableArray<SettingChange>>> Compare(int from, int to)
    {
        if (from < 0 || to < 0) return SettingsErrors.NoVersion;
        var (before, after) = (await Find(from), await Find(to));
        if (from > 0 && before is null || to > 0 && after is null) return SettingsErrors.NoVersion;
        return AcademySettings.Compare(before?.Values ?? SettingsState.Empty.Values, after?.Values ?? SettingsState.Empty.Values);
    }

    private async Task<SettingsRecord?> Find(int number) =>
        number > 0 && await Store.LoadRecord(SettingsRecord.Type, Key, AcademySettings.IdOf(number)) is { } kept ? kept.Read<SettingsRecord>() : null;

    /// <summary>On this silo it counts at once.</summary>
    private async Task<Result<SettingsView>> Told(Task<Result<SettingsView>> change)
    {
        try { return await change; }
        finally { live.Forget(Key.Split('/')[0]); }
    }
}
