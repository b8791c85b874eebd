using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Certificates;

/// <summary>List → issue. Key <see cref="WorkflowKey"/>: the course, and a run an event. The lists are waited for: once they have passed the event they hold everybody who fulfilled the
/// rule before it; who does so later is seen by <see cref="CertificateReactor"/>. Issuing goes in pages and passes over who has a certificate: after a kill the run goes through the
/// list again. There is nothing to take back.</summary>
[GrainType("issuing")]
internal sealed class IssuingWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartIssuing>(store, time), IIssuingWorkflowGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override string Kind => IssuingWorkflow.Kind;

    // An admin may stop a list for a day.
    protected override int MaxAttempts => 5_000;

    protected override IReadOnlyList<WorkflowStep<StartIssuing>> Steps => [new("list", List), new("certificates", Issue)];

    public Task Start(StartIssuing command) => BeginForEvent(command);

    private async Task<StepResult> List(WorkflowContext<StartIssuing> c) =>
        await Awarding.HaveSeen(GrainFactory, c.Input.Since, Patience) ? "listed" : CertificateErrors.NotUpToDate;

    private Task<StepResult> Issue(WorkflowContext<StartIssuing> c)
    {
        var course = new CourseKey(c.Tenant, c.Input.CourseId);
        var awarding = new Awarding(GrainFactory, Store);
        return PagedStep.ForEach(
            async (after, limit) =>
            {
                // Asked for again with each page: the rule may be off by now, or ask for more.
                var rule = await GrainFactory.GetGrain<ICertificateRuleGrain>(course.ToString()).Get();
                if (!rule.Enabled) return [];
                return c.Input.UserId is { } one ? [one] : await GrainFactory.Queries<IEnrolmentQueriesGrain>(c.Tenant).Reached(course.CourseId, rule.ProgressPercent, after, limit);
            },
            async user =>
            {
                var result = await awarding.Consider(new(c.Tenant, course.CourseId, user), $"{c.OperationId}/{user}", c.StartedAt, () => Task.FromResult(true));
                // One whose certificate is refused for good must not keep the others from theirs.
                return result.Error is { Kind: ErrorKind.Unavailable or ErrorKind.TooMany } later ? later : result is { IsOk: true, Value: Consideration.Issued } ? 1 : 0;
            });
    }
}

internal static class IssuingWorkflow
{
    public const string Kind = "issuing";
    public static string RunId(Guid eventId) => $"{Kind}-{eventId:n}";
}
