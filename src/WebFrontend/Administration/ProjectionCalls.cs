using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Administration;

namespace LearningHub.WebFrontend.Administration;

/// <summary>What an admin does to a projection, from the page as from the API.</summary>
internal static class ProjectionCalls
{
    public static readonly Error Unknown = Error.NotFound("projections.unknown", "There is no such projection.");

    public static ISystemGrain System(this IGrainFactory grains) => grains.GetGrain<ISystemGrain>(TenantKey.Queries("system").ToString());

    /// <summary>By verb: stop, start, rebuild, retry. Only names that the system lists reach a grain.</summary>
    public static async Task<Result<ProjectionStatus>> Do(IGrainFactory grains, string name, string verb)
    {
        var known = await grains.System().Projections();
        if (!known.Any(p => p.Name == name)) return Unknown;
        // Noted first: an act that nobody could be asked about must not happen.
        var noted = await grains.GetGrain<IOperatorLogGrain>(new TenantKey(ActorContext.Required.Tenant, "operator-log").ToString()).Note(new(name, verb));
        if (!noted.IsOk) return noted.Error;
        var projection = grains.GetGrain<IProjectionGrain>($"system/{name}");
        return verb switch
        {
            "stop" => await projection.Stop(),
            "start" => await projection.Start(),
            "rebuild" => await projection.Rebuild(),
            "retry" => await projection.RetryParked(),
            _ => Unknown,
        };
    }
}
