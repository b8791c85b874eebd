using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Counts the places that no order pays for. Asks the enrolment what is so now: any order and any repeat of events ends the same.</summary>
internal sealed class SeatReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "seats";
    public override IReadOnlyList<string> EventNames => ["enrolment.enrolled", "enrolment.left", "enrolment.removed", "enrolment.readmitted", "enrolment.revoked"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var member = MemberKey.Parse(e.Key);
        var seat = Enrolment.SeatOf(member.UserId);
        var pool = grains.SeatPool(member.Course);
        Must(await grains.Enrolment(member).HoldsOwnSeat() ? await pool.Count(new(seat)) : await pool.Release(new(seat)));
    }
}
