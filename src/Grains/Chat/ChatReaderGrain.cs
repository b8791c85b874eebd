using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Chat;

namespace LearningHub.Grains.Chat;

/// <summary>Key <see cref="MemberKey"/>. One number. Called when a reader has new messages in view, at most about once a second a device.</summary>
[GrainType("chat-reader")]
internal sealed class ChatReaderGrain(IAggregateStore store) : AggregateGrain<ChatReaderState>(store), IChatReaderGrain
{
    public async Task<Result<long>> MarkRead(MarkRead command)
    {
        var key = MemberKey.Parse(Key);
        if (key.UserId != Actor.UserId) return ChatErrors.NotMember;
        var last = await GrainFactory.ChatRoom(key.Course).LastSeq();
        if (!last.IsOk) return last.Error;

        var before = State.LastRead;
        // Monotone by nature: no operation needs to be remembered for a retry.
        var marked = await Execute(command with { OperationId = null }, s => ChatReaderState.MarkRead(s, command.Seq, last.Value), (s, _) => s.LastRead);
        if (marked.IsOk && State.LastRead > before)
            await this.Publish(LiveTopics.User(key.UserId), "read", 0, new { courseId = key.CourseId, seq = State.LastRead });
        return marked;
    }

    public Task<long> LastRead() =>
        Task.FromResult(MemberKey.Parse(Key).UserId == Actor.UserId || Actor.IsSystem ? State.LastRead : 0);
}
