using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Common;

/// <summary>Names for display, kept a minute inside one grain. A name is never a reason to fail: an unknown person is shown as "Someone".</summary>
internal sealed class PeopleNames(IGrainFactory grains, string tenant, TimeProvider time)
{
    public const string Unknown = "Someone";
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    /// <summary>A person who has just registered is in the read model in a moment.</summary>
    private static readonly TimeSpan KeptUnknown = TimeSpan.FromSeconds(2);
    private const int Most = 2_000;

    private readonly Dictionary<string, (string Name, DateTimeOffset Until)> _names = [];

    public async ValueTask<IReadOnlyDictionary<string, string>> Of(IEnumerable<string> userIds)
    {
        var asked = userIds.Distinct().ToArray();
        var now = time.GetUtcNow();
        var stale = asked.Where(id => !_names.TryGetValue(id, out var known) || known.Until <= now).ToArray();
        if (stale.Length > 0) await Refresh(stale, now);
        return asked.ToDictionary(id => id, id => _names.TryGetValue(id, out var known) ? known.Name : Unknown);
    }

    private async Task Refresh(string[] ids, DateTimeOffset now)
    {
        if (_names.Count + ids.Length > Most) _names.Clear();
        foreach (var chunk in ids.Chunk(200))
        {
            Dictionary<string, string> found;
            try
            {
                using (ActorContext.As(Actor.System(tenant)))
                    found = (await grains.Queries<IUserQueriesGrain>(tenant).People([.. chunk])).ToDictionary(p => p.UserId, p => p.Name);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                continue; // Shown under the old name, or as someone; asked again next time.
            }
            foreach (var id in chunk)
                _names[id] = found.TryGetValue(id, out var name) ? (name, now + Kept) : (Unknown, now + KeptUnknown);
        }
    }
}
