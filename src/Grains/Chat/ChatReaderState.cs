using LearningHub.Grains.Common;

namespace LearningHub.Grains.Chat;

internal sealed record ChatReaderState(long LastRead) : IAggregateState<ChatReaderState>
{
    public static string AggregateType => "chat_reader";
    public static ChatReaderState Empty { get; } = new(0);

    /// <summary>Only forward, never beyond what the room has.</summary>
    public static Decision<ChatReaderState> MarkRead(ChatReaderState reader, long seq, long lastSeq)
    {
        var read = Math.Min(seq, lastSeq);
        return read > reader.LastRead ? Decision<ChatReaderState>.Of(new(read)) : Decision<ChatReaderState>.NoChange(reader);
    }
}
