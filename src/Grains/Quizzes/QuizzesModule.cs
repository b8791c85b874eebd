using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Quizzes;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Quizzes;

public static class QuizzesModule
{
    public static IServiceCollection AddQuizzes(this IServiceCollection services) => services
        .AddSingleton<DueAttempts>()
        .AddHostedService(s => s.GetRequiredService<DueAttempts>())
        .AddView<AttemptList>()
        .AddReactor<QuizReactor>()
        .AddReactor<AttemptReactor>()
        .AddWorkflow<IRecountWorkflowGrain>(RecountWorkflow.Kind)
        .AddWorkflow<IRegradeWorkflowGrain>(RegradeWorkflow.Kind);
}
