using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Questions;

public static class QuestionsModule
{
    public static IServiceCollection AddQuestions(this IServiceCollection services) => services
        .AddSingleton(provider => new QuestionVersions(provider.GetRequiredService<Npgsql.NpgsqlDataSource>()))
        .AddSingleton<QuestionPools>()
        .AddView<QuestionsView>();
}
