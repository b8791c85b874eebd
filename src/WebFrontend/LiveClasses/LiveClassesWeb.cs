using System.Collections.Immutable;
using LearningHub.WebFrontend.Common.Live;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.LiveClasses.Hls;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LearningHub.WebFrontend.LiveClasses;

public static class LiveClassesWeb
{
    public static IServiceCollection AddLiveClassesWeb(this IServiceCollection services) => services
        .AddSingleton<ITopicAuthorizer, ClassTopicAuthorizer>().AddSingleton<IPresenceListener, ClassPresence>()
        .AddSingleton<MediaRelay>().AddSingleton<IStreamRelay>(s => s.GetRequiredService<MediaRelay>()).AddRecordingFolder().AddSingleton<PublishSocket>().AddSingleton<WatchSocket>().AddSingleton<WatchPlaces>()
        .AddSingleton<AacEncoders>().AddSingleton<LiveRenditions>().AddSingleton<LivePasses>();

    /// <summary>Makes this host one that turns recordings into lessons.</summary>
    public static IServiceCollection AddRecordingWorker(this IServiceCollection services) => services.AddRecordingFolder().AddHostedService<Recordings.RecordingWorker>();

    private static IServiceCollection AddRecordingFolder(this IServiceCollection services)
    {
        services.TryAddSingleton<RecordingFolder>();
        return services.AddUploadLimits();
    }

    /// <summary>The pages, API endpoints and sockets of this capability.</summary>
    public static IEndpointRouteBuilder MapLiveClasses(this IEndpointRouteBuilder routes)
    {
        LiveClassApi.Map(routes);
        LiveClassPages.Map(routes);
        LiveSockets.Map(routes);
        HlsApi.Map(routes);
        return routes;
    }
}

/// <summary>Members of the course.</summary>
internal sealed class ClassTopicAuthorizer(IGrainFactory grains) : ITopicAuthorizer
{
    public string Kind => "class";
    public bool AllowsVisitors => false;
    public Task<Result<long>> Authorize(LiveTopic topic, Viewer viewer) => grains.LiveClass(new(topic.Tenant, topic.Id)).MayWatch();
}

/// <summary>Tells the room who is connected: seats and attendance follow from it.</summary>
internal sealed class ClassPresence(IGrainFactory grains, TimeProvider time) : IPresenceListener
{
    public string Kind => "class";
    public TimeSpan Again { get; } = TimeSpan.FromSeconds(5);

    public Task Report(LiveTopic topic, string frontEnd, long number, ImmutableArray<string> userIds) =>
        grains.LiveClass(new(topic.Tenant, topic.Id)).Report(frontEnd, number, userIds, time.GetUtcNow());
}
