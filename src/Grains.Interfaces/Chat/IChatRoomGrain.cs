using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Chat;

/// <summary>The chat of a course. Key <see cref="CourseKey"/>. Members: the enrolled and the staff. Every change (send, edit, delete) takes the
/// next number of the room; a message that was answered is committed. Messages are rows; the grain holds the last 200.</summary>
public interface IChatRoomGrain : IGrainWithStringKey
{
    /// <summary>The same <c>OperationId</c> (the client's message id) twice: the first message again. Errors: <c>chat.not_member</c>,
    /// <c>chat.empty</c>, <c>chat.too_long</c> (4,000 characters), <c>chat.too_fast</c> (20 in 10 s).</summary>
    [Requires(Permission.SignedIn), Alias("Send")] Task<Result<ChatMessage>> Send(SendMessage command);

    /// <summary>By the author. Errors: <c>chat.not_found</c>, <c>chat.not_yours</c>, <c>chat.deleted</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Edit")] Task<Result<ChatMessage>> Edit(EditMessage command);

    /// <summary>By the author or staff. The text is erased, the place stays. Again: the same answer.</summary>
    [Requires(Permission.SignedIn), Alias("Delete")] Task<Result<ChatMessage>> Delete(DeleteMessage command);

    /// <summary>Tells the others; at most one push a person in 3 s. Volatile.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("Typing")] Task Typing();

    /// <summary>Whether the caller may read and write here.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("IsMember")] Task<bool> IsMember();

    /// <summary>The room's last number, for members: where a watcher starts.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("LastSeq")] Task<Result<long>> LastSeq();

    /// <summary>A page before a sequence number (null: the newest), oldest first, with the caller's read marker.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("History")] Task<Result<ChatHistory>> History(long? before, int limit);

    /// <summary>All messages that changed after this number, in the order of change: the repair of a gap. At most 500 a call.</summary>
    [Requires(Permission.SignedIn), AlwaysInterleave, Alias("Changes")] Task<Result<ChatChanges>> Changes(long after);

    /// <summary>What was written since the course's instructor last wrote, for its staff (<c>chat.not_member</c>). Of the last 200 messages.</summary>
    [Requires(Permission.Teach), AlwaysInterleave, Alias("Waiting")] Task<Result<ChatWaiting>> Waiting();

    /// <summary>Drops a person from the room's memory and tells front ends to close their view.</summary>
    [Requires(Permission.System), Alias("Evict")] Task Evict(string userId);
}

/// <summary>What a person has read of a room. Key <see cref="MemberKey"/>. Only forward, never beyond the room's last number; pushes <c>read</c>
/// to the person's own topic, so that all their devices agree.</summary>
public interface IChatReaderGrain : IGrainWithStringKey
{
    [Requires(Permission.SignedIn), Alias("MarkRead")] Task<Result<long>> MarkRead(MarkRead command);
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("LastRead")] Task<long> LastRead();
}
