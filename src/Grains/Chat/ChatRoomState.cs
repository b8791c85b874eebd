using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Chat;

/// <summary>What the room itself remembers: two numbers. Messages are rows of type <see cref="RecordType"/>, ordered by their last change.</summary>
/// <param name="LastSeq">The number of the last change.</param>
/// <param name="Messages">How many were sent, deleted ones included.</param>
internal sealed record ChatRoomState(long LastSeq, long Messages) : IAggregateState<ChatRoomState>
{
    public const string RecordType = "chat_message";
    public const int MaxRecent = 200;

    public static string AggregateType => "chat_room";
    public static ChatRoomState Empty { get; } = new(0, 0);

    /// <summary>The newest messages by place, at most <see cref="MaxRecent"/>; filled from the rows after a load.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<long, ChatEntry> Recent { get; init; } = ImmutableSortedDictionary<long, ChatEntry>.Empty;

    /// <summary>Whether <see cref="Recent"/> is the whole room.</summary>
    [JsonIgnore]
    public bool HoldsAll => Recent.Count >= Messages;

    public ChatRoomState WithRecent(IEnumerable<ChatEntry> entries) =>
        this with { Recent = entries.ToImmutableSortedDictionary(e => e.Seq, e => e) };

    /// <summary>The room after a change of one message.</summary>
    public ChatRoomState With(ChatEntry entry)
    {
        var isNew = entry.Seq == entry.Changed;
        // An old message that was changed stays out, or the newest would no longer be one unbroken run.
        var recent = isNew || Recent.ContainsKey(entry.Seq) ? Recent.SetItem(entry.Seq, entry) : Recent;
        while (recent.Count > MaxRecent) recent = recent.Remove(recent.Keys.First());
        return this with { LastSeq = entry.Changed, Messages = Messages + (isNew ? 1 : 0), Recent = recent };
    }
}

/// <summary>A message as it is stored. The author's name is looked up for display.</summary>
internal sealed record ChatEntry(
    string Id, long Seq, long Changed, string AuthorId, string? Text, DateTimeOffset At, DateTimeOffset? EditedAt, bool Deleted, string? ClientId)
{
    /// <summary>Sorts like the number: 12 digits.</summary>
    public static string IdOf(long seq) => seq.ToString("d12", System.Globalization.CultureInfo.InvariantCulture);

    public RecordChange ToRecord() => RecordChange.Put(ChatRoomState.RecordType, Id, Changed, this);
}
