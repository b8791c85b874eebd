using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>The chunks of one broadcast as they were sent: appended at once, so that a killed process loses nothing that it had taken; a machine that loses power, some seconds.
/// A record is its length, a CRC-32 of the rest, when it came (Unix milliseconds) and the frame; a torn tail ends the file for its reader. It ends where its folder is full.</summary>
internal sealed partial class RecordingFile : IAsyncDisposable
{
    public const int Overhead = 16;
    public const string Pattern = "*.chunks";
    private readonly SafeFileHandle? _file;
    private readonly string _path;
    private readonly long _most;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _length;
    private bool _broken;

    /// <param name="most">Bytes that all broadcasts of its folder may have together.</param>
    public RecordingFile(string path, long most, TimeProvider time, ILogger log)
    {
        (_path, _time, _log) = (path, time, log);
        try
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);
            _most = most - folder.EnumerateFiles(Pattern).Sum(f => f.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(e);
        }
    }

    /// <summary>What cannot be written (a full disk), or may not be any more, ends the recording, never the class.</summary>
    public void Append(MediaFrame frame)
    {
        if (_broken || _file is null) return;
        if (_length + Overhead + frame.Bytes.Length > _most)
        {
            // Nothing that comes later either, though it be smaller: it would stand behind a hole.
            _broken = true;
            Full(_log, _path);
            return;
        }
        var record = new byte[Overhead + frame.Bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(record, frame.Bytes.Length);
        BinaryPrimitives.WriteInt64BigEndian(record.AsSpan(8), _time.GetUtcNow().ToUnixTimeMilliseconds());
        frame.Bytes.CopyTo(record.AsSpan(Overhead));
        BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(4), Crc32.Of(record.AsSpan(8)));
        try
        {
            RandomAccess.Write(_file, record, _length);
            _length += record.Length;
        }
        catch (IOException e)
        {
            Fail(e);
        }
    }

    /// <summary>What a frame was ever allowed to be: files outlive the limits of the sockets that filled them.</summary>
    public const int MaxRecord = MediaFrame.Head + 1024 * 1024;

    /// <summary>The records of a file up to the first that is torn.</summary>
    public static IEnumerable<(DateTimeOffset At, MediaFrame Frame)> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 256 * 1024);
        var head = new byte[8];
        while (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(head);
            if (length is <= MediaFrame.Head or > MaxRecord) yield break;
            var rest = new byte[8 + length];
            if (file.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length || Crc32.Of(rest) != BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4))) yield break;
            yield return (DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(rest)), new(rest[8..]));
        }
    }

    /// <summary>When its first chunk came; null where there is none.</summary>
    public static DateTimeOffset? Began(string path) => Read(path).Where(r => r.Frame.IsChunk).Select(r => (DateTimeOffset?)r.At).FirstOrDefault();

    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fail(Exception e)
    {
        _broken = true;
        NotRecorded(_log, e);
    }

    [LoggerMessage(LogLevel.Warning, "The recording in {Path} ends here: with more its class would have a larger one than a video may be (Hub:MaxUploadBytes)")]
    private static partial void Full(ILogger log, string path);

    [LoggerMessage(LogLevel.Error, "A broadcast is not recorded any more")]
    private static partial void NotRecorded(ILogger log, Exception e);
}
