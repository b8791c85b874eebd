using LearningHub.WebFrontend.LiveClasses;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LearningHub.Silo.Workers;

public static class TranscodeWorkerModule
{
    /// <summary>Makes this host a worker: transcodes, recordings of live classes, and the sweep of the media folder.</summary>
    public static IServiceCollection AddTranscodeWorker(this IServiceCollection services)
    {
        services.AddOptions<TranscodeWorkerOptions>().BindConfiguration("Hub:Transcode").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => MediaFolder.From(provider.GetRequiredService<IConfiguration>()));
        services.AddHostedService<TranscodeWorker>();
        services.AddHostedService<MediaSweep>();
        services.AddRecordingWorker();
        return services;
    }
}
