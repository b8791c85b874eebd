using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Common;

internal static class GrainsCommonModule
{
    /// <summary>The call fence, the aggregate store, the feed, projections and workflows. Needs an <c>NpgsqlDataSource</c> in the container.</summary>
    public static IServiceCollection AddGrainsCommon(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<OperatorOptions>().BindConfiguration("Hub");
        // Both engines run what is registered as this, in front of every call.
        services.AddSingleton<IIncomingGrainCallFilter, AccessFilter>();
        services.AddSingleton<StreamMeter>();
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<GroupCommit>();
        services.AddSingleton<IAggregateStore, AggregateStore>();
        services.AddOptions<ProjectionOptions>();
        services.AddOptions<PublicAddressOptions>().BindConfiguration("Hub")
            .Validate(o => o.PublicUrl.Length == 0 || Uri.TryCreate(o.PublicUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https",
                "Hub:PublicUrl must be an absolute http or https address.")
            .ValidateOnStart();
        services.AddSingleton<PublicAddress>();
        services.AddOptions<AbandonedEventsOptions>().BindConfiguration("Hub");
        services.TryAddSingleton(container => new KnownEvents(KnownEvents.OfThisBuild.Names, container.GetRequiredService<IOptions<AbandonedEventsOptions>>().Value.AbandonedEvents));
        services.AddSingleton<ProjectionServices>();
        services.AddSingleton<ProjectionRunners>();
        services.AddHostedService<Feed>();
        services.AddHostedService<RecoverySweep>();
        services.AddHostedService<OperationRetention>();
        return services;
    }
}
