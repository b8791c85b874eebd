using System.Collections.Concurrent;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Settings;
using Npgsql;

namespace LearningHub.Grains.Settings;

/// <summary>The settings of all academies that this silo has to do with. No push and no subscription: a value is at most two seconds and one read old, on every silo, whatever is lost
/// between them.</summary>
internal sealed class LiveSettings(IAggregateStore store, TimeProvider time) : ILiveSettings
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (SettingsState State, long At)> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _looking = new(StringComparer.Ordinal);

    public ValueTask<bool> Get(string tenant, OnOffSetting setting) => Known(tenant) is { } state ? new(setting.Read(state.Values)) : Look(tenant, setting.Read);
    public ValueTask<int> Get(string tenant, NumberSetting setting) => Known(tenant) is { } state ? new(setting.Read(state.Values)) : Look(tenant, setting.Read);

    /// <summary>A change was committed here: the next to ask looks.</summary>
    public void Forget(string tenant) => _known.TryRemove(tenant, out _);

    /// <summary>While one looks, the others go by what is a little older: a silo under load does not ask a thousand times when two seconds are over.</summary>
    private SettingsState? Known(string tenant)
    {
        if (!_known.TryGetValue(tenant, out var known)) return null;
        var age = time.GetElapsedTime(known.At);
        return age < Fresh || age < 2 * Fresh && _looking.ContainsKey(tenant) ? known.State : null;
    }

    private async ValueTask<T> Look<T>(string tenant, Func<IReadOnlyDictionary<string, string>, T> read)
    {
        // From before the look: what is committed while it is under way counts from the next.
        var at = time.GetTimestamp();
        _looking[tenant] = 0;
        try
        {
            var loaded = (await store.Load<SettingsState>(new TenantKey(tenant, SettingsState.Name).ToString())).State;
            if (_known.Count >= Most) _known.Clear();
            _known[tenant] = (loaded, at);
            return read(loaded.Values);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException && _known.ContainsKey(tenant))
        {
            // The database is away for a moment: what was known last is better than none.
            return read(_known.TryGetValue(tenant, out var known) ? known.State.Values : SettingsState.Empty.Values);
        }
        finally
        {
            _looking.TryRemove(tenant, out _);
        }
    }
}
