using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.InstructorDesk;

namespace LearningHub.Grains.InstructorDesk;

/// <summary>Wait → post. One whose author may not post any more waits until they may again, or it is adopted or withdrawn. Key <see cref="WorkflowKey"/>: the course, and a run an announcement. Who wants none of it withdraws the announcement: the run is not taken back.</summary>
[GrainType("announcing")]
internal sealed class AnnouncingWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartAnnouncing>(store, time), IAnnouncingWorkflowGrain
{
    public const string WorkflowKind = "announcing";

    protected override string Kind => WorkflowKind;

    protected override IReadOnlyList<WorkflowStep<StartAnnouncing>> Steps => [new("post", Post) { Persists = true, Stops = true, IsPivot = true }];

    public Task Start(StartAnnouncing command) => BeginForEvent(command);

    private async Task<StepResult> Post(WorkflowContext<StartAnnouncing> c)
    {
        if (Time.GetUtcNow() < c.Input.At) return StepResult.Wait(c.Input.At);
        var released = await GrainFactory.GetGrain<IAnnouncementsGrain>(new CourseKey(c.Tenant, c.Input.CourseId).ToString()).Release(c.Input.AnnouncementId);
        // Asked again each minute, as all that waits; the moment that is noted changes once a day, so that the asking writes nothing.
        if (released.Error == DeskErrors.Held) return StepResult.Wait(c.Input.At.AddDays(Math.Floor((Time.GetUtcNow() - c.Input.At).TotalDays) + 1));
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
