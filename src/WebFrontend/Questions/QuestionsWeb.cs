namespace LearningHub.WebFrontend.Questions;

public static class QuestionsWeb
{
    public static IServiceCollection AddQuestionsWeb(this IServiceCollection services) => services.AddSingleton<QuestionImages>().AddSingleton<QuestionHtml>();

    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapQuestions(this IEndpointRouteBuilder routes)
    {
        QuestionApi.Map(routes);
        QuestionImageApi.Map(routes);
        QuestionPages.Map(routes);
        QuestionGiftPages.Map(routes);
        return routes;
    }
}
