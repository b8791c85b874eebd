using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>List → mark. Key <see cref="WorkflowKey"/>: the quiz, and a run a mended key. The list is waited for: once the view has passed the quiz's own event, it holds every attempt that
/// was stored before it; those marked later by an old key are found by <see cref="AttemptReactor"/>. Marking goes in pages, and each attempt remembers the key it was marked by: after a
/// kill the run goes through the list again and marks only what is left. There is nothing to take back.</summary>
[GrainType("regrade")]
internal sealed class RegradeWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartRegrade>(store, time), IRegradeWorkflowGrain
{
    protected override string Kind => RegradeWorkflow.Kind;

    // An admin may stop the view for a day.
    protected override int MaxAttempts => 5_000;

    protected override IReadOnlyList<WorkflowStep<StartRegrade>> Steps => [new("list", List), new("mark", Mark)];

    public Task Start(StartRegrade command) => BeginForEvent(command);

    private Task<StepResult> List(WorkflowContext<StartRegrade> c) => EveryLearner.AreListed(GrainFactory, c.Tenant, c.Input.QuizId, c.Input.QuizVersion);

    private Task<StepResult> Mark(WorkflowContext<StartRegrade> c) =>
        EveryLearner.ForEach(GrainFactory, c.Tenant, c.Input.QuizId, attempts => attempts.Regrade(new(c.Input.KeyVersion, c.Input.ByUserId)), "quizzes.not_regraded");
}

internal static class RegradeWorkflow
{
    public const string Kind = "regrade";
    public static string RunId(int keyVersion) => $"key-{keyVersion}";
}
