using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Enrolments;

/// <summary>Shows those who left, were removed or lost their last ground out of the chat, for the case that the enrolment died before it could. Evicting somebody who
/// is not there, or has come back since, is harmless: membership is asked of the enrolment again.</summary>
internal sealed class ChatEvictionReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "chat-eviction";
    public override IReadOnlyList<string> EventNames => ["enrolment.removed", "enrolment.left", "enrolment.revoked"];

    public override Task React(EventRow e, CancellationToken cancellation)
    {
        var member = MemberKey.Parse(e.Key);
        return grains.ChatRoom(member.Course).Evict(member.UserId);
    }
}
