using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>List → settle. Key <see cref="WorkflowKey"/>: the course, and a run a removal. Once the view has passed the removal it holds everybody who was done with the rest before it.
/// Who is settled leaves the list: after a kill the run begins at its head and finds those who are left. There is nothing to take back.</summary>
[GrainType("settling")]
internal sealed class SettlingWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartSettling>(store, time), ISettlingWorkflowGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override string Kind => SettlingWorkflow.Kind;

    // An admin may stop the view for a day.
    protected override int MaxAttempts => 5_000;

    protected override IReadOnlyList<WorkflowStep<StartSettling>> Steps => [new("list", List), new("students", Settle)];

    public Task Start(StartSettling command) => BeginForEvent(command);

    private async Task<StepResult> List(WorkflowContext<StartSettling> c)
    {
        var removal = new Receipt("course", new CourseKey(c.Tenant, c.Input.CourseId).ToString(), c.Input.CourseVersion);
        return await GrainFactory.GetGrain<IProjectionGrain>($"system/{EnrolmentsView.ViewName}").WaitFor(removal, Patience)
            ? "listed" : new Error("enrolments.not_listed", "The list of students is not up to date yet.", ErrorKind.Unavailable);
    }

    private Task<StepResult> Settle(WorkflowContext<StartSettling> c) => PagedStep.ForEach(
        (after, limit) => GrainFactory.Queries<IEnrolmentQueriesGrain>(c.Tenant).Unsettled(c.Input.CourseId, after, limit),
        async user => await GrainFactory.Enrolment(new(c.Tenant, c.Input.CourseId, user)).Settle() is { IsOk: false } refused
            ? new Error("enrolments.not_settled", refused.Error.Message, ErrorKind.Unavailable) : 1);
}

internal static class SettlingWorkflow
{
    public const string Kind = "settling";
    public static string RunId(long courseVersion) => $"settling-{courseVersion}";
}
