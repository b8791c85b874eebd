using System.Collections.Immutable;
using LearningHub.Grains.Chat;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Domain.Tests.Chat;

public sealed class ChatRoomTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static ChatRoomState Sent(ChatRoomState room, string author, string text) =>
        ChatRoom.Send(room, new SendMessage(text) { OperationId = Guid.NewGuid().ToString("n") }, author, Now).State!;

    private static ChatEntry Message(ChatRoomState room, long seq) => room.Recent[seq];

    [Fact]
    public void Every_change_takes_the_next_number()
    {
        var room = Sent(Sent(ChatRoomState.Empty, "ann", "one"), "bob", "two");
        room = ChatRoom.Edit(room, Message(room, 1), new EditMessage("000000000001", "one!"), "ann", Now).State!;
        room = ChatRoom.Delete(room, Message(room, 2), "bob", false).State!;
        room = Sent(room, "ann", "three");

        room.LastSeq.ShouldBe(5);
        room.Messages.ShouldBe(3);
        room.Recent.Values.Select(m => (m.Seq, m.Changed)).ShouldBe([(1, 3), (2, 4), (5, 5)]);
    }

    [Fact]
    public void A_row_is_stored_with_the_number_of_its_last_change_and_an_id_that_sorts_by_place()
    {
        var room = Sent(ChatRoomState.Empty, "ann", "one");
        var edited = ChatRoom.Edit(room, Message(room, 1), new EditMessage("000000000001", "more"), "ann", Now);
        var row = edited.Records.ShouldHaveSingleItem();
        (row.Type, row.Id, row.Seq).ShouldBe(("chat_message", "000000000001", 2));
        string.CompareOrdinal(ChatEntry.IdOf(99), ChatEntry.IdOf(100)).ShouldBeLessThan(0);
    }

    [Fact]
    public void Events_hold_ids_only()
    {
        var sent = ChatRoom.Send(ChatRoomState.Empty, new SendMessage("my secret") { OperationId = "c1" }, "ann", Now);
        System.Text.Json.JsonSerializer.Serialize<object>(sent.Events.ShouldHaveSingleItem()).ShouldNotContain("secret");
    }

    [Fact]
    public void Only_the_author_edits()
    {
        var room = Sent(ChatRoomState.Empty, "ann", "one");
        ChatRoom.Edit(room, Message(room, 1), new EditMessage("x", "two"), "bob", Now).Error!.Code.ShouldBe("chat.not_yours");
        ChatRoom.Edit(room, null, new EditMessage("x", "two"), "bob", Now).Error!.Code.ShouldBe("chat.not_found");
    }

    [Fact]
    public void An_edit_to_the_same_text_changes_nothing()
    {
        var room = Sent(ChatRoomState.Empty, "ann", "one");
        ChatRoom.Edit(room, Message(room, 1), new EditMessage("x", " one "), "ann", Now).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_deleted_message_has_no_text_and_cannot_be_edited_and_deleting_again_changes_nothing()
    {
        var room = Sent(ChatRoomState.Empty, "ann", "one");
        room = ChatRoom.Delete(room, Message(room, 1), "staff", isStaff: true).State!;
        Message(room, 1).Text.ShouldBeNull();
        ChatRoom.Edit(room, Message(room, 1), new EditMessage("x", "two"), "ann", Now).Error!.Code.ShouldBe("chat.deleted");
        ChatRoom.Delete(room, Message(room, 1), "ann", false).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_stranger_does_not_delete()
    {
        var room = Sent(ChatRoomState.Empty, "ann", "one");
        ChatRoom.Delete(room, Message(room, 1), "bob", false).Error!.Code.ShouldBe("chat.not_yours");
    }

    [Fact]
    public void The_room_keeps_the_newest_two_hundred_in_memory_also_when_an_old_one_changes()
    {
        var room = ChatRoomState.Empty;
        for (var i = 0; i < 250; i++) room = Sent(room, "ann", "x");
        room.Recent.Count.ShouldBe(200);
        room.Recent.Keys.First().ShouldBe(51);
        room.HoldsAll.ShouldBeFalse();

        var old = new ChatEntry(ChatEntry.IdOf(3), 3, 3, "ann", "x", Now, null, false, null);
        room = ChatRoom.Edit(room, old, new EditMessage(old.Id, "y"), "ann", Now).State!;
        room.Recent.ContainsKey(3).ShouldBeFalse();
        (room.LastSeq, room.Messages).ShouldBe((251, 250));
    }

    [Fact]
    public void Unread_counts_what_others_wrote_after_the_marker()
    {
        var room = Sent(Sent(Sent(Sent(ChatRoomState.Empty, "ann", "1"), "bob", "2"), "ann", "3"), "ann", "4");
        room = ChatRoom.Delete(room, Message(room, 4), "ann", false).State!;
        ChatRoom.Unread(room, "bob", 0).ShouldBe(2);
        ChatRoom.Unread(room, "bob", 1).ShouldBe(1);
        ChatRoom.Unread(room, "ann", 0).ShouldBe(1);
    }

    [Theory]
    [InlineData("  hi \r\n there\rend  ", "hi \n there\nend")]
    [InlineData("tab\there", "tab\there")]
    [InlineData("👩‍👩‍👧 ok", "👩‍👩‍👧 ok")]
    public void Text_is_normalised(string input, string stored) => ChatRoom.Clean(input).Value.ShouldBe(stored);

    [Theory]
    [InlineData("", "chat.empty")]
    [InlineData(" \n\t ", "chat.empty")]
    [InlineData("\u200b\u200d", "chat.empty")]
    [InlineData("a\0b", "chat.not_text")]
    [InlineData("a\u001bb", "chat.not_text")]
    [InlineData("a\u0085\u009fb", "chat.not_text")]
    public void What_is_not_text_is_refused(string input, string code) => ChatRoom.Clean(input).Error!.Code.ShouldBe(code);

    [Fact]
    public void Lone_surrogates_are_refused()
    {
        ChatRoom.Clean("a" + (char)0xD83D).Error!.Code.ShouldBe("chat.not_text");
        ChatRoom.Clean((char)0xDE00 + "a").Error!.Code.ShouldBe("chat.not_text");
    }

    [Fact]
    public void Four_thousand_characters_fit_and_one_more_does_not()
    {
        ChatRoom.Clean(new string('x', 4_000)).IsOk.ShouldBeTrue();
        ChatRoom.Clean(new string('x', 4_001)).Error!.Code.ShouldBe("chat.too_long");
        ChatRoom.Clean(new string(' ', 50_000_0)).Error!.Code.ShouldBe("chat.too_long");
    }

    [Fact]
    public void A_read_marker_moves_forward_only_and_not_beyond_the_room()
    {
        var reader = ChatReaderState.MarkRead(ChatReaderState.Empty, 5, 9).State!;
        reader.LastRead.ShouldBe(5);
        ChatReaderState.MarkRead(reader, 3, 9).IsNoChange.ShouldBeTrue();
        ChatReaderState.MarkRead(reader, 1_000, 9).State!.LastRead.ShouldBe(9);
        ChatReaderState.MarkRead(reader, -1, 9).IsNoChange.ShouldBeTrue();
    }

    /// <summary>A model: a reader that only ever asks for changes holds what the room holds, whatever happened in whatever order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Changes_in_order_of_number_rebuild_the_room(int seed)
    {
        var random = new Random(seed);
        var room = ChatRoomState.Empty;
        var rows = new Dictionary<string, RecordChange>();
        var reader = new SortedDictionary<string, ChatEntry>(StringComparer.Ordinal);
        var seen = 0L;
        for (var step = 0; step < 180; step++)
        {
            var target = room.Recent.Count == 0 ? null : room.Recent.Values.ElementAt(random.Next(room.Recent.Count));
            var decision = random.Next(4) switch
            {
                0 when target is not null => ChatRoom.Edit(room, target, new EditMessage(target.Id, $"edit {step}"), target.AuthorId, Now),
                1 when target is not null => ChatRoom.Delete(room, target, target.AuthorId, false),
                _ => ChatRoom.Send(room, new SendMessage($"text {step}") { OperationId = $"c{step}" }, $"u{random.Next(3)}", Now),
            };
            if (decision.Error is not null || decision.IsNoChange) continue;
            decision.State!.LastSeq.ShouldBe(room.LastSeq + 1);
            room = decision.State!;
            foreach (var row in decision.Records) rows[row.Id] = row;
            if (random.Next(5) == 0) Repair();
        }
        Repair();
        reader.Values.ShouldBe(room.Recent.Values);

        void Repair()
        {
            foreach (var row in rows.Values.Where(r => r.Seq > seen).OrderBy(r => r.Seq))
            {
                reader[row.Id] = System.Text.Json.JsonSerializer.Deserialize<ChatEntry>(row.Json!, HubJson.Options)!;
                seen = row.Seq;
            }
        }
    }
}
