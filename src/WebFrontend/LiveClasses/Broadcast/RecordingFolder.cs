using System.Globalization;
using LearningHub.WebFrontend.Media;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>Where recordings stand: <c>{media}/{tenant}/live/{class}/{session}.chunks</c>.</summary>
internal sealed class RecordingFolder(MediaFolder media, TimeProvider time, ILogger<RecordingFile> log)
{
    public RecordingFile Open(LiveClassKey key, long session) => new(PathOf(key, session), time, log);

    public string PathOf(LiveClassKey key, long session) => Path.Combine(Folder(key), session.ToString("d6", CultureInfo.InvariantCulture) + ".chunks");

    /// <summary>In the order of the broadcasts.</summary>
    public IReadOnlyList<string> Sessions(LiveClassKey key) =>
        Directory.Exists(Folder(key)) ? [.. Directory.EnumerateFiles(Folder(key), "*.chunks").Order(StringComparer.Ordinal)] : [];

    private string Folder(LiveClassKey key) => KeySegment.IsValid(key.Tenant) && KeySegment.IsValid(key.ClassId)
        ? Path.Combine(media.Root, key.Tenant, "live", key.ClassId) : throw new ArgumentException("Not a key segment.", nameof(key));
}
