using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LearningHub.WebFrontend.Media;

public static class MediaWeb
{
    public static IServiceCollection AddMediaWeb(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => MediaFolder.From(provider.GetRequiredService<IConfiguration>()));
        services.TryAddSingleton(provider => FFmpegPrograms.From(provider.GetRequiredService<IConfiguration>()));
        services.AddUploadLimits();
        services.AddSingleton<UploadCalls>().AddSingleton<CaptionCalls>();
        return services;
    }

    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapMedia(this IEndpointRouteBuilder routes)
    {
        routes.MapTusApi();
        routes.MapMediaApi();
        routes.MapCaptionApi();
        return routes;
    }
}
