using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>List → count. Key <see cref="WorkflowKey"/>: the quiz, and a run a change of what counts or passes. Each learner's attempts are counted by the rules as they are then: after a
/// kill, or beside a later run, nothing is told twice. Who began after the change is counted by the new rules anyway. There is nothing to take back.</summary>
[GrainType("recount")]
internal sealed class RecountWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartRecount>(store, time), IRecountWorkflowGrain
{
    protected override string Kind => RecountWorkflow.Kind;

    // An admin may stop the view for a day.
    protected override int MaxAttempts => 5_000;

    protected override IReadOnlyList<WorkflowStep<StartRecount>> Steps => [new("list", List), new("count", Count)];

    public Task Start(StartRecount command) => BeginForEvent(command);

    private Task<StepResult> List(WorkflowContext<StartRecount> c) => EveryLearner.AreListed(GrainFactory, c.Tenant, c.Input.QuizId, c.Input.QuizVersion);

    private Task<StepResult> Count(WorkflowContext<StartRecount> c) => EveryLearner.ForEach(GrainFactory, c.Tenant, c.Input.QuizId, attempts => attempts.Recount(), "quizzes.not_recounted");
}

internal static class RecountWorkflow
{
    public const string Kind = "recount";
    public static string RunId(long quizVersion) => $"settings-{quizVersion}";
}
