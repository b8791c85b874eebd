using Microsoft.Extensions.Configuration;

namespace LearningHub.Grains.Media;

/// <param name="MaxUploadBytes">Option <c>Hub:MaxUploadBytes</c>.</param>
/// <param name="OpenUploads">Of one person at once.</param>
internal sealed record MediaLimits(long MaxUploadBytes, int OpenUploads = 20)
{
    public const long DefaultMaxUploadBytes = 8L * 1024 * 1024 * 1024;

    public static MediaLimits From(IConfiguration? configuration) => new(configuration?.GetValue<long?>("Hub:MaxUploadBytes") ?? DefaultMaxUploadBytes);
}
