using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Chat;

/// <summary><c>OperationId</c> is the client's id of the message and is required.</summary>
[GenerateSerializer, Immutable, Alias("hub.chat.Send")]
public sealed record SendMessage(string Text) : Command;

[GenerateSerializer, Immutable, Alias("hub.chat.Edit")]
public sealed record EditMessage(string MessageId, string Text) : Command;

[GenerateSerializer, Immutable, Alias("hub.chat.Delete")]
public sealed record DeleteMessage(string MessageId) : Command;

[GenerateSerializer, Immutable, Alias("hub.chat.MarkRead")]
public sealed record MarkRead(long Seq) : Command;

/// <param name="Seq">Its place in the room: gapless over sends and changes together, from 1.</param>
/// <param name="Changed">The number of its last change; equal to <paramref name="Seq"/> when never changed.</param>
/// <param name="Text">Null when deleted.</param>
[GenerateSerializer, Immutable, Alias("hub.chat.Message")]
public sealed record ChatMessage(string Id, long Seq, long Changed, string AuthorId, string AuthorName, string? Text, DateTimeOffset At, DateTimeOffset? EditedAt, bool Deleted, string? ClientId);

/// <param name="Unread">Messages of others after the marker that still have their text; counted up to 200.</param>
[GenerateSerializer, Immutable, Alias("hub.chat.History")]
public sealed record ChatHistory(ImmutableArray<ChatMessage> Items, long LastSeq, long LastRead, int Unread, bool HasOlder);

[GenerateSerializer, Immutable, Alias("hub.chat.Changes")]
public sealed record ChatChanges(ImmutableArray<ChatMessage> Items, long LastSeq, bool More);

/// <param name="Since">When the first of them was written; null when none waits.</param>
[GenerateSerializer, Immutable, Alias("hub.chat.Waiting")]
public sealed record ChatWaiting(int Messages, DateTimeOffset? Since);
