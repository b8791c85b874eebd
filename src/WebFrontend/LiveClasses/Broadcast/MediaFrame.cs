using System.Buffers.Binary;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>What a message of the media sockets is. Up to <see cref="State"/> they come from the publisher and are passed on as they are; the rest is the server's own.</summary>
internal enum FrameKind : byte
{
    /// <summary>JSON: codec, size and description (base64) of the video.</summary>
    VideoConfig = 1,
    AudioConfig = 2,
    VideoKey = 3,
    VideoDelta = 4,
    Audio = 5,
    /// <summary>JSON: what the publisher sends at present (camera, screen, microphone).</summary>
    State = 6,

    /// <summary>A broadcast begins; the timestamp is its number. Decoders begin anew.</summary>
    Session = 10,
    /// <summary>What follows is live: what came before is decoded, not shown.</summary>
    Edge = 11,
    /// <summary>The broadcast is over, or there is none.</summary>
    Idle = 12,
    /// <summary>To the publisher: make a key frame.</summary>
    KeyWanted = 13,
}

/// <summary>One message of a media socket: a byte of kind, eight of timestamp (microseconds, big endian), the payload. Kept as it came, so that passing it on costs nothing. The largest
/// still fits, with the configurations, into one item of a stream, for which Orleans has room for 1 MiB.</summary>
internal readonly record struct MediaFrame(byte[] Bytes)
{
    public const int Head = 9, MaxConfig = 4 * 1024, MaxVideo = 900 * 1024, MaxAudio = 8 * 1024, Largest = Head + MaxVideo;
    private const long MaxTimestamp = 1L << 50;

    public FrameKind Kind => (FrameKind)Bytes[0];
    public long Timestamp => BinaryPrimitives.ReadInt64BigEndian(Bytes.AsSpan(1));
    public ReadOnlySpan<byte> Payload => Bytes.AsSpan(Head);
    public bool IsVideo => Kind is FrameKind.VideoKey or FrameKind.VideoDelta;
    public bool IsChunk => Kind is FrameKind.VideoKey or FrameKind.VideoDelta or FrameKind.Audio;

    /// <summary>Null for what no publisher may send.</summary>
    public static MediaFrame? FromPublisher(ReadOnlySpan<byte> message)
    {
        if (message.Length <= Head) return null;
        var size = message.Length - Head;
        var fits = (FrameKind)message[0] switch
        {
            FrameKind.VideoConfig or FrameKind.AudioConfig or FrameKind.State => size <= MaxConfig,
            FrameKind.VideoKey or FrameKind.VideoDelta => size <= MaxVideo,
            FrameKind.Audio => size <= MaxAudio,
            _ => false,
        };
        return fits && BinaryPrimitives.ReadInt64BigEndian(message[1..]) is >= 0 and < MaxTimestamp ? new MediaFrame(message.ToArray()) : null;
    }

    public static MediaFrame Own(FrameKind kind, long number = 0)
    {
        var bytes = new byte[Head];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), number);
        return new(bytes);
    }
}
