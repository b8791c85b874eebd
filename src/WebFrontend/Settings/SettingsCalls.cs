using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Settings;

/// <summary>What pages and API do with settings.</summary>
internal static class SettingsCalls
{
    public static ISettingsGrain Settings(HttpContext http, IGrainFactory grains) => grains.Settings(http.Viewer().Tenant);

    public static Task<Result<SettingsView>> Save(HttpContext http, IGrainFactory grains, int version, IEnumerable<KeyValuePair<string, string?>> values)
    {
        // Names of no setting are refused by the grain; here only what cannot be a dictionary.
        var said = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values.Take(200)) said[name] = (value ?? "").Trim();
        return Settings(http, grains).Save(new SaveSettings(version, said.ToImmutable()) { OperationId = http.OperationId() });
    }

    public static Task<Result<SettingsView>> RollBack(HttpContext http, IGrainFactory grains, int to, int version) =>
        Settings(http, grains).RollBack(new RollBackSettings(to, version) { OperationId = http.OperationId() });

    /// <summary>Names of those who changed something, by id; who is gone has none.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Names(HttpContext http, IGrainFactory grains, IEnumerable<string?> ids)
    {
        ImmutableArray<string> known = [.. ids.OfType<string>().Where(id => id.Length > 0).Distinct().Take(200)];
        if (known.Length == 0) return ImmutableDictionary<string, string>.Empty;
        return (await grains.Queries<IUserQueriesGrain>(http.Viewer().Tenant).People(known)).ToDictionary(p => p.UserId, p => p.Name);
    }
}
