using System.Collections.Concurrent;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Common;

/// <summary>Whom this front end knows to exist. Every request asks the grain of the person whose session it shows; without this, made-up tokens would
/// wake a grain each, and hold the memory of the cluster for a quarter of an hour. A stranger's id costs one look at a key.</summary>
internal sealed class KnownPeople(IGrainFactory grains)
{
    private const int Most = 100_000;
    private readonly ConcurrentDictionary<UserKey, byte> _known = new();

    public async ValueTask<bool> Has(UserKey key)
    {
        if (_known.ContainsKey(key)) return true;
        if (!await grains.Queries<IUserQueriesGrain>(key.Tenant).IsRegistered(key.UserId)) return false;
        if (_known.Count >= Most) _known.Clear();
        _known[key] = 0;
        return true;
    }
}
