using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Raised hands, in the order they went up.</summary>
internal static class Hands
{
    public static Decision<LiveClassState> Set(LiveClassState state, SetHand c, string callerId, LiveRole role, DateTimeOffset now)
    {
        var whose = c.UserId ?? callerId;
        if (whose != callerId && (c.Up || role == LiveRole.Attendee)) return LiveClassErrors.NotYours;
        if (!state.IsOpen) return LiveClassErrors.NotNow(state.Phase);
        if (state.People.GetValueOrDefault(whose) is not { Seat: LiveSeat.Seated } person) return c.Up || whose == callerId ? LiveClassErrors.NotSeated : Decision<LiveClassState>.NoChange(state);
        if (person.Hand is not null == c.Up) return Decision<LiveClassState>.NoChange(state);
        var number = state.HandsRaised + (c.Up ? 1 : 0);
        person = c.Up ? person with { Hand = number, HandAt = now } : person with { Hand = null, HandAt = null };
        return Decision<LiveClassState>.Of(state with { HandsRaised = number, People = state.People.SetItem(whose, person) }) with { Records = [person.ToRecord()] };
    }

    public static IEnumerable<Participant> InOrder(LiveClassState state) => state.People.Values.Where(p => p.Hand is not null).OrderBy(p => p.Hand);
}
