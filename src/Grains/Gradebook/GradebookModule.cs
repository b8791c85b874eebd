using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Gradebook;

public static class GradebookModule
{
    public static IServiceCollection AddGradebook(this IServiceCollection services) => services.AddFold<EarnedGrades>().AddReactor<HandGradeReactor>();
}
