using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LearningHub.WebFrontend.Media;

/// <param name="MaxUploadBytes">Option <c>Hub:MaxUploadBytes</c>, by default 8 GiB. Told to clients; the media grain holds it.</param>
internal sealed record UploadLimits(long MaxUploadBytes)
{
    public static UploadLimits From(IConfiguration configuration) => new(configuration.GetValue<long?>("Hub:MaxUploadBytes") ?? 8L * 1024 * 1024 * 1024);
}

internal static class UploadLimitsModule
{
    public static IServiceCollection AddUploadLimits(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => UploadLimits.From(provider.GetRequiredService<IConfiguration>()));
        return services;
    }
}
