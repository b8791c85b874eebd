using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Pass places on. Key <see cref="WorkflowKey"/>: the course, and a run from the first who waits to the last. Looks again when the first offer ends, and, as all runs that wait, once a minute: a reservation
/// whose time is over tells nobody. There is nothing to take back.</summary>
[GrainType("waiting-list")]
internal sealed class WaitingListWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartWaitingList>(store, time), IWaitingListWorkflowGrain
{
    public const string WorkflowKind = "waiting_list";
    protected override string Kind => WorkflowKind;

    protected override IReadOnlyList<WorkflowStep<StartWaitingList>> Steps => [new("places", PassOn) { Persists = true, Stops = true, IsPivot = true }];

    public Task Start(StartWaitingList command) => BeginForEvent(command);

    private async Task<StepResult> PassOn(WorkflowContext<StartWaitingList> c)
    {
        var look = await GrainFactory.SeatPool(new(c.Tenant, c.Input.CourseId)).PassOn();
        if (!look.IsOk) return look.Error;
        if (look.Value.Over) return "over";
        // The same moment for a whole hour: nothing is stored for a look that found nothing.
        var now = Time.GetUtcNow();
        var hour = now.AddTicks(TimeSpan.TicksPerHour - now.UtcTicks % TimeSpan.TicksPerHour);
        return StepResult.Wait(look.Value.Next is { } next && next < hour ? next.AddMilliseconds(1) : hour);
    }
}

/// <summary>Begins the run of a line, looks at once when a place may be free, and takes those out who have a place by other means or can have none. Asks what is so now: any order and any repeat of events
/// ends the same.</summary>
internal sealed class WaitingListReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "waiting-list";
    public override IReadOnlyList<string> EventNames => ["seats.waiting_joined", "seats.released", "seats.offer_ended", "course.details_changed", "course.published", "enrolment.enrolled", "enrolment.readmitted", "enrolment.removed", "enrolment.ground_granted"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        switch (e.Name)
        {
            case "seats.waiting_joined":
                if (e.Read<WaitingListJoined>() is { First: true, Ticket: var ticket })
                    await grains.GetGrain<IWaitingListWorkflowGrain>(new WorkflowKey(e.Tenant, e.Id, $"from-{ticket}").ToString()).Start(new(e.Id));
                break;
            case "enrolment.enrolled" or "enrolment.readmitted" or "enrolment.removed" or "enrolment.ground_granted":
                var member = MemberKey.Parse(e.Key);
                if ((await grains.Enrolment(member).GetStanding()).Status is EnrolmentStatus.Active or EnrolmentStatus.Removed) Must(await grains.SeatPool(member.Course).Settle(member.UserId));
                break;
            default:
                Must(await grains.SeatPool(new(e.Tenant, e.Id)).PassOn());
                break;
        }
    }
}
