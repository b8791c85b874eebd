using System.Collections.Concurrent;
using System.Globalization;
using LearningHub.WebFrontend.Media;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>Where recordings stand: <c>{media}/{tenant}/live/{class}/{session}.chunks</c>.</summary>
internal sealed partial class RecordingFolder(MediaFolder media, UploadLimits limits, TimeProvider time, ILogger<RecordingFile> log)
{
    private const string Done = "made", Refusal = "refused";
    private readonly ConcurrentDictionary<string, bool> _unreadable = [];

    /// <summary>Of what a video may have, the part that its index may need above what the heads of the chunks took: for silence that was never sent (some days of it, by default).</summary>
    private const int IndexPart = 32;

    public RecordingFile Open(LiveClassKey key, long session) => new(PathOf(key, session), limits.MaxUploadBytes - limits.MaxUploadBytes / IndexPart, time, log);

    public string PathOf(LiveClassKey key, long session) => Path.Combine(Folder(key), session.ToString("d6", CultureInfo.InvariantCulture) + ".chunks");

    /// <summary>In the order of the broadcasts.</summary>
    public IReadOnlyList<string> Sessions(LiveClassKey key) =>
        Directory.Exists(Folder(key)) ? [.. Directory.EnumerateFiles(Folder(key), RecordingFile.Pattern).Order(StringComparer.Ordinal)] : [];

    /// <summary>The classes whose chunks have not become a recording.</summary>
    public IReadOnlyList<LiveClassKey> Unmade() => [.. Classes().Where(c => !File.Exists(Path.Combine(c.Folder, Done))).Select(c => new LiveClassKey(c.Tenant, Path.GetFileName(c.Folder)))];

    /// <summary>What was made before this moment is of no use any more.</summary>
    public void RemoveMade(DateTimeOffset before)
    {
        foreach (var (_, folder) in Classes())
        {
            try
            {
                if (new FileInfo(Path.Combine(folder, Done)) is { Exists: true } made && made.LastWriteTimeUtc < before.UtcDateTime) Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Of two hosts that remove it one is faster.
                if (Directory.Exists(folder)) NotRemoved(log, folder, e);
            }
        }
    }

    /// <summary>What was refused for the first time before this moment, and ever since, is not asked about again, and its chunks are removed; the rest of the folder goes with those that were made.</summary>
    public void RemoveRefused(DateTimeOffset before)
    {
        foreach (var key in Unmade())
        {
            try
            {
                if (!IsDue()) continue;
                using var held = Hold(key);
                // Made meanwhile, or just being made.
                if (held is null || !IsDue()) continue;
                // First, so that nobody makes a recording of the rest.
                MarkMade(key);
                foreach (var session in Sessions(key)) File.Delete(session);
                GivenUp(log, key.ClassId);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (Directory.Exists(Folder(key))) NotRemoved(log, Folder(key), e);
            }

            bool IsDue() => Refused(key) is { } refused && refused.Since < before;
        }
    }

    /// <summary>The course did not take the recording: kept with the chunks, so that every host and the class's page know. Its first line is when that was first so.</summary>
    public void MarkRefused(LiveClassKey key, string why) =>
        File.WriteAllText(Path.Combine(Folder(key), Refusal), $"{Refused(key)?.Since ?? time.GetUtcNow():O}\n{why}");

    /// <summary>Why the course did not take the recording, when it was last tried, and since when it is so; null where it did, or was not asked.</summary>
    public (string Why, DateTimeOffset At, DateTimeOffset Since)? Refused(LiveClassKey key)
    {
        var refusal = new FileInfo(Path.Combine(Folder(key), Refusal));
        try
        {
            if (!refusal.Exists || File.Exists(Path.Combine(Folder(key), Done))) return null;
            var (text, at) = (File.ReadAllText(refusal.FullName), (DateTimeOffset)refusal.LastWriteTimeUtc);
            // Without a time: of an earlier version.
            return text.Split('\n', 2) is [var first, var why] && DateTimeOffset.TryParseExact(first, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var since) ? (why, at, since) : (text, at, at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void MarkMade(LiveClassKey key) => File.WriteAllText(Path.Combine(Folder(key), Done), "");

    /// <summary>For one host at a time, also over processes on one volume; null while another has it.</summary>
    public IDisposable? Hold(LiveClassKey key)
    {
        try
        {
            return new FileStream(Path.Combine(Folder(key), "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A tenant whose folder cannot be read is no reason to leave the others alone.</summary>
    private IEnumerable<(string Tenant, string Folder)> Classes()
    {
        foreach (var tenant in media.Tenants().ToArray())
        {
            string[] folders;
            try
            {
                var live = Path.Combine(media.Root, tenant, "live");
                folders = Directory.Exists(live) ? Directory.GetDirectories(live) : [];
                _unreadable.TryRemove(tenant, out _);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Asked every few seconds: said once.
                if (_unreadable.TryAdd(tenant, true)) Unreadable(log, tenant, e);
                continue;
            }
            foreach (var folder in folders.Where(f => KeySegment.IsValid(Path.GetFileName(f)))) yield return (tenant, folder);
        }
    }

    private string Folder(LiveClassKey key) => KeySegment.IsValid(key.Tenant) && KeySegment.IsValid(key.ClassId)
        ? Path.Combine(media.Root, key.Tenant, "live", key.ClassId) : throw new ArgumentException("Not a key segment.", nameof(key));

    [LoggerMessage(LogLevel.Warning, "The recordings of tenant {Tenant} cannot be read")]
    private static partial void Unreadable(ILogger log, string tenant, Exception e);

    [LoggerMessage(LogLevel.Warning, "The recording of class {Class} was refused for so long that its chunks are removed")]
    private static partial void GivenUp(ILogger log, string @class);

    [LoggerMessage(LogLevel.Warning, "The chunks in {Folder} cannot be removed yet")]
    private static partial void NotRemoved(ILogger log, string folder, Exception e);
}
