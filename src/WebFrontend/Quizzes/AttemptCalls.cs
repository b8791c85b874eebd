using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>References of the one who looks.</summary>
internal static class AttemptCalls
{
    public static IAttemptsGrain MyAttempts(this IGrainFactory grains, HttpContext http, string quizId) => grains.Attempts(new AttemptsKey(http.Viewer().Tenant, quizId, http.Viewer().UserId));
    public static IAttemptsGrain AttemptsOf(this IGrainFactory grains, HttpContext http, string quizId, string userId) => grains.Attempts(new AttemptsKey(http.Viewer().Tenant, quizId, userId));
    public static IQuizGrain Quiz(this IGrainFactory grains, HttpContext http, string quizId) => grains.Quiz(new QuizKey(http.Viewer().Tenant, quizId));
}
