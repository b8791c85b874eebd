using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.InstructorDesk;

namespace LearningHub.Grains.InstructorDesk;

/// <summary>Wait → post. Key <see cref="WorkflowKey"/>: the course, and a run an announcement. There is nothing to take back.</summary>
[GrainType("announcing")]
internal sealed class AnnouncingWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartAnnouncing>(store, time), IAnnouncingWorkflowGrain
{
    public const string WorkflowKind = "announcing";

    protected override string Kind => WorkflowKind;

    protected override IReadOnlyList<WorkflowStep<StartAnnouncing>> Steps => [new("post", Post) { Persists = true }];

    public async Task Start(StartAnnouncing command)
    {
        var begun = await Begin(command);
        // Who starts it delivers again until it was stored.
        if (begun.Error is { Kind: ErrorKind.Unavailable } later) throw new TimeoutException($"The announcement was not planned yet: {later.Code}");
        if (!begun.IsOk) throw new InvalidOperationException($"The announcement was not planned: {begun.Error.Code}");
    }

    private async Task<StepResult> Post(WorkflowContext<StartAnnouncing> c)
    {
        if (Time.GetUtcNow() < c.Input.At) return StepResult.Wait(c.Input.At);
        var released = await GrainFactory.GetGrain<IAnnouncementsGrain>(new CourseKey(c.Tenant, c.Input.CourseId).ToString()).Release(c.Input.AnnouncementId);
        // Another silo's clock may be a little behind.
        return released.Error == DeskErrors.TooEarly ? StepResult.Wait(c.Input.At.AddSeconds(1)) : released.Map(_ => c.Input.AnnouncementId);
    }
}

/// <summary>Starts the workflow of each planned announcement, once: the run's key is made from it.</summary>
internal sealed class AnnouncingReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "announcing";
    public override IReadOnlyList<string> EventNames => ["announcement.planned"];

    public override Task React(EventRow e, CancellationToken cancellation)
    {
        var planned = e.Read<AnnouncementPlanned>();
        return grains.GetGrain<IAnnouncingWorkflowGrain>(new WorkflowKey(e.Tenant, e.Id, planned.AnnouncementId).ToString()).Start(new(e.Id, planned.AnnouncementId, planned.At));
    }
}
