using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>List → mark. Key <see cref="WorkflowKey"/>: the quiz, and a run a mended key. The list is waited for: once the view has passed the quiz's own event, it holds every attempt that
/// was stored before it; those marked later by an old key are found by <see cref="AttemptReactor"/>. Marking goes in pages, and each attempt remembers the key it was marked by: after a
/// kill the run goes through the list again and marks only what is left. There is nothing to take back.</summary>
[GrainType("regrade")]
internal sealed class RegradeWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartRegrade>(store, time), IRegradeWorkflowGrain
{
    private const int Page = 100, AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override string Kind => RegradeWorkflow.Kind;

    // An admin may stop the view for a day.
    protected override int MaxAttempts => 5_000;

    protected override IReadOnlyList<WorkflowStep<StartRegrade>> Steps => [new("list", List), new("mark", Mark)];

    public async Task Start(StartRegrade command)
    {
        var begun = await Begin(command);
        if (begun.Error is { Kind: ErrorKind.Unavailable } later) throw new TimeoutException($"The regrade was not begun yet: {later.Code}");
        if (!begun.IsOk) throw new InvalidOperationException($"The regrade was not begun: {begun.Error.Code}");
    }

    private async Task<StepResult> List(WorkflowContext<StartRegrade> c)
    {
        var receipt = new Receipt(QuizState.AggregateType, new QuizKey(c.Tenant, c.Input.QuizId).ToString(), c.Input.QuizVersion);
        return await GrainFactory.GetGrain<IProjectionGrain>($"system/{AttemptList.ViewName}").WaitFor(receipt, Patience)
            ? "listed" : new Error("quizzes.not_listed", "The list of attempts is not up to date yet.", ErrorKind.Unavailable);
    }

    private async Task<StepResult> Mark(WorkflowContext<StartRegrade> c)
    {
        var queries = GrainFactory.Queries<IQuizQueriesGrain>(c.Tenant);
        var (marked, after) = (0, (string?)null);
        while (true)
        {
            var learners = await queries.Learners(c.Input.QuizId, running: false, after, Page);
            foreach (var few in learners.Chunk(AtOnce))
            {
                var results = await Task.WhenAll(few.Select(user => GrainFactory.Attempts(new(c.Tenant, c.Input.QuizId, user)).Regrade(new(c.Input.KeyVersion, c.Input.ByUserId))));
                if (results.FirstOrDefault(r => !r.IsOk) is { } refused) return new Error("quizzes.not_regraded", refused.Error!.Message, ErrorKind.Unavailable);
                marked += results.Sum(r => r.Value);
            }
            if (learners.Length < Page) return marked.ToString(System.Globalization.CultureInfo.InvariantCulture);
            after = learners[^1];
        }
    }
}

internal static class RegradeWorkflow
{
    public const string Kind = "regrade";
    public static string RunId(int keyVersion) => $"key-{keyVersion}";
}
