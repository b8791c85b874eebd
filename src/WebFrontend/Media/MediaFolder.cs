using System.Globalization;

namespace LearningHub.WebFrontend.Media;

/// <summary>Where the bytes of videos stand. Paths are made from validated key segments only, so none leaves the root. Front ends (uploads,
/// delivery) and workers (transcodes) share one folder; in a cluster it is a volume that all of them mount.</summary>
/// <remarks><c>{tenant}/uploads/{media}.part</c> · <c>{tenant}/sources/{media}</c> · <c>{tenant}/work/{media}-{attempt}/</c> ·
/// <c>{tenant}/renditions/{media}/{attempt}/</c> · <c>{tenant}/captions/{media}/</c>. All on one file system: files move by rename.</remarks>
public sealed class MediaFolder(string root)
{
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Option <c>Hub:Media</c>, by default <c>media</c> in the data folder.</summary>
    public static MediaFolder From(IConfiguration configuration) =>
        new(configuration["Hub:Media"] is { Length: > 0 } media ? media : Path.Combine(configuration["Hub:Data"] is { Length: > 0 } data ? data : "data", "media"));

    public string Part(MediaKey key) => Made(Path.Combine(Uploads(key.Tenant), Segment(key.MediaId) + ".part"));
    public string Source(MediaKey key) => Made(Path.Combine(Sources(key.Tenant), Segment(key.MediaId)));
    public string Work(MediaKey key, int attempt) => Made(Path.Combine(Works(key.Tenant), $"{Segment(key.MediaId)}-{Number(attempt)}"));
    public string Rendition(MediaKey key, int attempt) => Made(Path.Combine(Renditions(key), Number(attempt)));
    public string Renditions(MediaKey key) => Path.Combine(RenditionsOf(key.Tenant), Segment(key.MediaId));

    public string Captions(MediaKey key) => Path.Combine(Root, Segment(key.Tenant), "captions", Segment(key.MediaId));

    public string Uploads(string tenant) => Path.Combine(Root, Segment(tenant), "uploads");
    public string Works(string tenant) => Path.Combine(Root, Segment(tenant), "work");
    public string Sources(string tenant) => Path.Combine(Root, Segment(tenant), "sources");
    public string RenditionsOf(string tenant) => Path.Combine(Root, Segment(tenant), "renditions");

    /// <summary>The tenants that have a folder here.</summary>
    public IEnumerable<string> Tenants() =>
        Directory.Exists(Root) ? Directory.EnumerateDirectories(Root).Select(d => Path.GetFileName(d)!).Where(KeySegment.IsValid) : [];

    private static string Segment(string s) => KeySegment.IsValid(s) ? s : throw new ArgumentException("Not a key segment.", nameof(s));

    private static string Number(int attempt) =>
        attempt > 0 ? attempt.ToString(CultureInfo.InvariantCulture) : throw new ArgumentOutOfRangeException(nameof(attempt));

    /// <summary>The path, once its parent exists.</summary>
    private static string Made(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
