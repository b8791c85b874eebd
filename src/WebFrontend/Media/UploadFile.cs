using System.Buffers;
using System.Security.Cryptography;

namespace LearningHub.WebFrontend.Media;

internal enum AppendOutcome { Appended, WrongOffset, TooLong, ChecksumMismatch, Disconnected, DiskFull }

/// <param name="Offset">What the disk holds now.</param>
internal readonly record struct Appended(AppendOutcome Outcome, long Offset);

/// <summary>The bytes of one unfinished upload, held exclusively: the lock is the file's own (<c>flock</c>), so it also holds between processes on one
/// volume and never outlives its holder. The offset is the length of the file; nothing else remembers it.</summary>
internal sealed class UploadFile : IAsyncDisposable
{
    private const int BufferSize = 256 * 1024;
    private readonly FileStream _file;

    private UploadFile(FileStream file) => _file = file;

    public long Length => _file.Length;

    /// <summary>Null while another request holds it, or when it has been moved to its place meanwhile.</summary>
    public static UploadFile? TryOpen(string path)
    {
        try
        {
            return new(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous,
            }));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Streams the body to the end of the file, and brings it to the disk before it answers. What arrived before a disconnect is kept, but not
    /// where a checksum cannot be checked any more.</summary>
    public async Task<Appended> Append(Stream body, long offset, long length, TusChecksum? checksum, CancellationToken cancellation)
    {
        if (offset != _file.Length) return new(AppendOutcome.WrongOffset, _file.Length);
        _file.Seek(offset, SeekOrigin.Begin);
        using var hash = checksum is null ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        var outcome = await Copy(body, length, hash, cancellation);
        if (checksum is not null)
        {
            if (outcome == AppendOutcome.Appended && !hash!.GetHashAndReset().AsSpan().SequenceEqual(checksum.Digest)) outcome = AppendOutcome.ChecksumMismatch;
            if (outcome != AppendOutcome.Appended) _file.SetLength(offset);
        }
        try { _file.Flush(flushToDisk: true); }
        catch (IOException e) when (DiskSpace.IsFull(e))
        {
            // Some file systems find out only now. What they hold of this piece is not known, so none of it is promised.
            _file.SetLength(offset);
            outcome = AppendOutcome.DiskFull;
        }
        return new(outcome, _file.Length);
    }

    private async Task<AppendOutcome> Copy(Stream body, long length, IncrementalHash? hash, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                int read;
                try
                {
                    read = await body.ReadAsync(buffer, cancellation);
                }
                catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
                {
                    return AppendOutcome.Disconnected;
                }
                if (read == 0) return AppendOutcome.Appended;
                var room = length - _file.Position;
                if (read > room) return AppendOutcome.TooLong;
                hash?.AppendData(buffer, 0, read);
                try
                {
                    await _file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                }
                catch (IOException e) when (DiskSpace.IsFull(e))
                {
                    return AppendOutcome.DiskFull;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The container by the first bytes, and the SHA-256 of all.</summary>
    public static async Task<(string? Container, string Sha256)> Examine(Stream file, CancellationToken cancellation)
    {
        var head = new byte[ContainerSniffer.Needed];
        file.Seek(0, SeekOrigin.Begin);
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        file.Seek(0, SeekOrigin.Begin);
        var digest = await SHA256.HashDataAsync(file, cancellation);
        return (ContainerSniffer.Sniff(head.AsSpan(0, read)), Convert.ToHexStringLower(digest));
    }

    public Task<(string? Container, string Sha256)> Examine(CancellationToken cancellation) => Examine(_file, cancellation);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
