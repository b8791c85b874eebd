using LearningHub.WebFrontend.Common.Live;

namespace LearningHub.WebFrontend.Quizzes;

public static class QuizzesWeb
{
    public static IServiceCollection AddQuizzesWeb(this IServiceCollection services) =>
        services.AddSingleton<ITopicAuthorizer, QuizTopicAuthorizer>();

    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapQuizzes(this IEndpointRouteBuilder routes)
    {
        AttemptApi.Map(routes);
        QuizApi.Map(routes);
        ResultsApi.Map(routes);
        AttemptPages.Map(routes);
        QuizBuilderPages.Map(routes);
        ResultsPages.Map(routes);
        GradingPages.Map(routes);
        return routes;
    }
}
