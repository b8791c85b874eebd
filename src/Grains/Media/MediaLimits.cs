using Microsoft.Extensions.Configuration;

namespace LearningHub.Grains.Media;

/// <param name="MaxUploadBytes">Option <c>Hub:MaxUploadBytes</c>.</param>
/// <param name="OpenUploads">Of one person at once.</param>
internal sealed record MediaLimits(long MaxUploadBytes, int OpenUploads = 20)
{
    /// <summary>How long a video that no lesson names is kept, for those who change their mind. Option <c>Hub:KeepUnnamedVideos</c>.</summary>
    public TimeSpan KeepUnnamed { get; init; } = TimeSpan.FromDays(7);

    /// <summary>From retiring to removing: longer than a signed address lives (4 h), and than a turn that was just naming it.</summary>
    public TimeSpan Settled { get; init; } = TimeSpan.FromHours(6);

    public const long DefaultMaxUploadBytes = 8L * 1024 * 1024 * 1024;

    public static MediaLimits From(IConfiguration? configuration) => new(configuration?.GetValue<long?>("Hub:MaxUploadBytes") ?? DefaultMaxUploadBytes)
    {
        KeepUnnamed = configuration?.GetValue<TimeSpan?>("Hub:KeepUnnamedVideos") ?? TimeSpan.FromDays(7),
    };
}
