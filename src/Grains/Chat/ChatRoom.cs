using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Chat;

namespace LearningHub.Grains.Chat;

/// <summary>The rules of a room. Every send, edit and delete takes the room's next number, so that a reader who counts sees what it missed.</summary>
internal static class ChatRoom
{
    public const int MaxLength = 4_000;

    public static readonly TimeSpan WaitsAtMost = TimeSpan.FromDays(14);

    public static Decision<ChatRoomState> Send(ChatRoomState room, SendMessage command, string authorId, DateTimeOffset now, ChatLimits? limits = null)
    {
        var text = Clean(command.Text, limits?.MaxLength ?? MaxLength);
        if (!text.IsOk) return text.Error;
        if (limits is { Slow.Ticks: > 0 } && SlowFor(room, authorId, now, limits.Slow) is > 0 and var seconds) return ChatErrors.Slow(seconds);
        var seq = room.LastSeq + 1;
        var entry = new ChatEntry(ChatEntry.IdOf(seq), seq, seq, authorId, text.Value, now, null, false, command.OperationId);
        return Changed(room, entry, new MessageSent(entry.Id, authorId, seq));
    }

    /// <param name="message">The message named, wherever it was found; null when there is none.</param>
    public static Decision<ChatRoomState> Edit(ChatRoomState room, ChatEntry? message, EditMessage command, string editorId, DateTimeOffset now, ChatLimits? limits = null)
    {
        if (message is null) return ChatErrors.NotFound;
        if (message.AuthorId != editorId) return ChatErrors.NotYours;
        if (message.Deleted) return ChatErrors.Deleted;
        var text = Clean(command.Text, limits?.MaxLength ?? MaxLength);
        if (!text.IsOk) return text.Error;
        if (text.Value == message.Text) return Decision<ChatRoomState>.NoChange(room);
        var entry = message with { Text = text.Value, EditedAt = now, Changed = room.LastSeq + 1 };
        return Changed(room, entry, new MessageEdited(entry.Id, entry.Changed));
    }

    /// <summary>Erases the text; the place stays, so that the count of the room stays whole.</summary>
    public static Decision<ChatRoomState> Delete(ChatRoomState room, ChatEntry? message, string byId, bool isStaff)
    {
        if (message is null) return ChatErrors.NotFound;
        if (message.AuthorId != byId && !isStaff) return ChatErrors.NotYours;
        if (message.Deleted) return Decision<ChatRoomState>.NoChange(room);
        var entry = message with { Text = null, Deleted = true, Changed = room.LastSeq + 1 };
        return Changed(room, entry, new MessageDeleted(entry.Id, byId, entry.Changed));
    }

    /// <summary>Messages of others after the marker that can still be read.</summary>
    public static int Unread(ChatRoomState room, string readerId, long lastRead) =>
        room.Recent.Values.Count(m => m.Seq > lastRead && m.AuthorId != readerId && !m.Deleted);

    /// <summary>What others wrote after the instructor's last message and within <see cref="WaitsAtMost"/>: older talk found its end without an answer.</summary>
    public static ChatWaiting Waiting(ChatRoomState room, string instructorId, DateTimeOffset now)
    {
        var answered = room.Recent.Values.LastOrDefault(m => m.AuthorId == instructorId && !m.Deleted)?.Seq ?? 0;
        var waiting = room.Recent.Values.Where(m => m.Seq > answered && m.AuthorId != instructorId && !m.Deleted && now - m.At < WaitsAtMost).ToArray();
        return new(waiting.Length, waiting.FirstOrDefault()?.At);
    }

    /// <summary>The text as it is stored: trimmed, lines ended by a line feed alone; control characters and broken surrogate pairs refused.</summary>
    public static Result<string> Clean(string? input, int most = MaxLength)
    {
        if (input is null) return ChatErrors.Empty;
        // Cut early: nothing longer can become short enough except by its line ends and edges.
        if (input.Length > MaxLength * 3) return ChatErrors.TooLong(most);
        var text = input.ReplaceLineEndings("\n").Trim();
        if (text.Length > most) return ChatErrors.TooLong(most);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) && c is not ('\n' or '\t')) return ChatErrors.NotText;
            if (!char.IsSurrogate(c)) continue;
            if (!char.IsHighSurrogate(c) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1])) return ChatErrors.NotText;
            i++;
        }
        return text.All(IsInvisible) ? ChatErrors.Empty : text;
    }

    /// <summary>Whole seconds until this person may write again. What was written long before the newest 200 messages is not looked at: then the chat is not slow.</summary>
    private static int SlowFor(ChatRoomState room, string authorId, DateTimeOffset now, TimeSpan slow)
    {
        var last = room.Recent.Values.Where(m => m.AuthorId == authorId).Select(m => m.At).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        return now - last < slow ? (int)Math.Ceiling((slow - (now - last)).TotalSeconds) : 0;
    }

    private static bool IsInvisible(char c) => char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static Decision<ChatRoomState> Changed(ChatRoomState room, ChatEntry entry, DomainEvent happened) =>
        Decision<ChatRoomState>.Of(room.With(entry), happened) with { Records = [entry.ToRecord()] };
}

/// <summary>What the academy has set.</summary>
/// <param name="Slow">Between two messages of one person; zero: no wait.</param>
internal sealed record ChatLimits(int MaxLength, TimeSpan Slow);
