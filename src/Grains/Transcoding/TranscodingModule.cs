using LearningHub.Grains.Common;
using LearningHub.Grains.Transcoding.ReadModel;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Transcoding;

public static class TranscodingModule
{
    public static IServiceCollection AddTranscoding(this IServiceCollection services) => services
        .AddView<TranscodeJobView>()
        .AddReactor<TranscodeReactor>();
}
