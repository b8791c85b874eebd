using LearningHub.Grains.Chat;

namespace LearningHub.Domain.Tests.Chat;

public sealed class ChatWaitingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static ChatRoomState Room(params (string Author, int HoursAgo, bool Deleted)[] messages) =>
        messages.Select((m, i) => new ChatEntry(ChatEntry.IdOf(i + 1), i + 1, i + 1, m.Author, m.Deleted ? null : "?", Now.AddHours(-m.HoursAgo), null, m.Deleted, null)).Aggregate(ChatRoomState.Empty, (room, m) => room.With(m));

    [Fact]
    public void What_was_written_after_the_instructor_waits_since_its_first_message()
    {
        var waiting = ChatRoom.Waiting(Room(("ann", 9, false), ("ines", 8, false), ("ann", 5, false), ("bob", 2, false)), "ines", Now);
        waiting.ShouldSatisfyAllConditions(w => w.Messages.ShouldBe(2), w => w.Since.ShouldBe(Now.AddHours(-5)));
    }

    [Fact]
    public void Nothing_waits_when_the_instructor_wrote_last_or_what_came_after_is_deleted_or_old()
    {
        ChatRoom.Waiting(Room(("ann", 9, false), ("ines", 8, false)), "ines", Now).Messages.ShouldBe(0);
        ChatRoom.Waiting(Room(("ines", 8, false), ("ann", 7, true)), "ines", Now).Messages.ShouldBe(0);
        ChatRoom.Waiting(Room(("ann", 24 * 15, false)), "ines", Now).ShouldSatisfyAllConditions(w => w.Messages.ShouldBe(0), w => w.Since.ShouldBeNull());
        ChatRoom.Waiting(Room(("ann", 9, false), ("ines", 8, true)), "ines", Now).Messages.ShouldBe(1);
    }
}
