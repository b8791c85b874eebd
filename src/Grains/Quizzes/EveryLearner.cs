using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>What workflows over all learners of a quiz do: wait for the list of them, then go through it.</summary>
internal static class EveryLearner
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Once the list has passed this version of the quiz, it holds whoever's attempts were stored before it.</summary>
    public static async Task<StepResult> AreListed(IGrainFactory grains, string tenant, string quizId, long quizVersion)
    {
        var receipt = new Receipt(QuizState.AggregateType, new QuizKey(tenant, quizId).ToString(), quizVersion);
        return await grains.GetGrain<IProjectionGrain>($"system/{AttemptList.ViewName}").WaitFor(receipt, Patience)
            ? "listed" : new Error("quizzes.not_listed", "The list of attempts is not up to date yet.", ErrorKind.Unavailable);
    }

    /// <param name="one">How many things were done. What it refuses is tried again, under this code.</param>
    public static Task<StepResult> ForEach(IGrainFactory grains, string tenant, string quizId, Func<IAttemptsGrain, Task<Result<int>>> one, string code) => PagedStep.ForEach(
        (after, limit) => grains.Queries<IQuizQueriesGrain>(tenant).Learners(quizId, running: false, after, limit),
        async user =>
        {
            var done = await one(grains.Attempts(new(tenant, quizId, user)));
            return done.IsOk ? done : new Error(code, done.Error.Message, ErrorKind.Unavailable);
        });
}
