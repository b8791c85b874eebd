using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Common;

internal static class GrainsCommonModule
{
    /// <summary>The aggregate store, the feed, projections and workflows. Needs an <c>NpgsqlDataSource</c> and a <c>TimeProvider</c> in the container.</summary>
    public static IServiceCollection AddGrainsCommon(this IServiceCollection services) => services;
}
