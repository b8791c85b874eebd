using System.Globalization;
using LearningHub.WebFrontend.Media;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>Where recordings stand: <c>{media}/{tenant}/live/{class}/{session}.chunks</c>.</summary>
internal sealed class RecordingFolder(MediaFolder media, TimeProvider time, ILogger<RecordingFile> log)
{
    private const string Done = "made";

    public RecordingFile Open(LiveClassKey key, long session) => new(PathOf(key, session), time, log);

    public string PathOf(LiveClassKey key, long session) => Path.Combine(Folder(key), session.ToString("d6", CultureInfo.InvariantCulture) + ".chunks");

    /// <summary>In the order of the broadcasts.</summary>
    public IReadOnlyList<string> Sessions(LiveClassKey key) =>
        Directory.Exists(Folder(key)) ? [.. Directory.EnumerateFiles(Folder(key), "*.chunks").Order(StringComparer.Ordinal)] : [];

    /// <summary>The classes whose chunks have not become a recording.</summary>
    public IEnumerable<LiveClassKey> Unmade() =>
        from tenant in media.Tenants()
        let live = Path.Combine(media.Root, tenant, "live")
        where Directory.Exists(live)
        from folder in Directory.EnumerateDirectories(live)
        let id = Path.GetFileName(folder)
        where KeySegment.IsValid(id) && !File.Exists(Path.Combine(folder, Done))
        select new LiveClassKey(tenant, id);

    /// <summary>What was made before this moment is of no use any more.</summary>
    public void RemoveMade(DateTimeOffset before)
    {
        foreach (var live in media.Tenants().Select(t => Path.Combine(media.Root, t, "live")).Where(Directory.Exists))
            foreach (var folder in Directory.EnumerateDirectories(live))
                if (new FileInfo(Path.Combine(folder, Done)) is { Exists: true } made && made.LastWriteTimeUtc < before.UtcDateTime) Directory.Delete(folder, recursive: true);
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

    private string Folder(LiveClassKey key) => KeySegment.IsValid(key.Tenant) && KeySegment.IsValid(key.ClassId)
        ? Path.Combine(media.Root, key.Tenant, "live", key.ClassId) : throw new ArgumentException("Not a key segment.", nameof(key));
}
