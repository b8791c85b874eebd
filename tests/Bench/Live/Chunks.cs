using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace LearningHub.Bench.Live;

/// <summary>What a host's page sends: thirty pictures a second with a large one every two seconds, and fifty packets of sound. Each carries its numbers and when it was sent. The pictures
/// are noise: nobody here decodes them.</summary>
internal sealed class Chunks
{
    public const int Head = 9, Picture = 4, KeyPicture = 3, Sound = 5, PicturesPerSecond = 30, SoundsPerSecond = 50;
    private const int KeyEvery = 60, KeySize = 30_000, DeltaSize = 3_000, SoundSize = 120;

    private long _number;

    public long Sent => _number;
    public long Bytes { get; private set; }

    /// <summary>Kind 1 and 2: what decoders must know.</summary>
    public static IEnumerable<byte[]> Configurations() =>
    [
        Frame(1, 0, Encoding.UTF8.GetBytes("""{"codec":"avc1.42E01F","codedWidth":1280,"codedHeight":720,"description":"AULAH//hAAA="}""")),
        Frame(2, 0, Encoding.UTF8.GetBytes("""{"codec":"opus","sampleRate":48000,"numberOfChannels":1}""")),
    ];

    /// <summary>Sends for so long (infinite: until cancelled), at the pace of a camera, whatever the answers take.</summary>
    public async Task Run(TimeSpan time, Func<byte[], Task> send, CancellationToken cancellation)
    {
        foreach (var frame in Configurations()) await send(frame);
        var started = Stopwatch.GetTimestamp();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        long pictures = 0, sounds = 0;
        do
        {
            var passed = Stopwatch.GetElapsedTime(started);
            while (pictures < passed.TotalSeconds * PicturesPerSecond) await Send(pictures % KeyEvery == 0 ? KeyPicture : Picture, ++pictures);
            while (sounds < passed.TotalSeconds * SoundsPerSecond) await Send(Sound, ++sounds);
            if (time != Timeout.InfiniteTimeSpan && passed >= time) return;
        }
        while (await pace.WaitForNextTickAsync(cancellation));

        Task Send(int kind, long ofKind)
        {
            var payload = new byte[kind == KeyPicture ? KeySize : kind == Picture ? DeltaSize : SoundSize];
            BinaryPrimitives.WriteInt64BigEndian(payload, ++_number);
            BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(8), Stopwatch.GetTimestamp());
            BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(16), ofKind);
            Bytes += payload.Length + Head;
            return send(Frame(kind, (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds, payload));
        }
    }

    /// <summary>Its number, when it was sent, and its number among the pictures or the sounds.</summary>
    public static (long Number, long SentAt, long OfKind) Read(ReadOnlySpan<byte> frame) =>
        (BinaryPrimitives.ReadInt64BigEndian(frame[Head..]), BinaryPrimitives.ReadInt64BigEndian(frame[(Head + 8)..]), BinaryPrimitives.ReadInt64BigEndian(frame[(Head + 16)..]));

    private static byte[] Frame(int kind, long timestamp, byte[] payload)
    {
        var bytes = new byte[Head + payload.Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), timestamp);
        payload.CopyTo(bytes, Head);
        return bytes;
    }
}
