using System.Security.Cryptography;
using LearningHub.WebFrontend.Media;

namespace LearningHub.WebFrontend.Questions;

/// <summary>Pictures in questions, as files beside the videos: <c>{tenant}/images/{image}</c>. The id is the picture's SHA-256 with its course, so that the same picture
/// is kept once and a file is never changed once it has its name. What a file is, its first bytes say whenever it is served.</summary>
internal sealed class QuestionImages(MediaFolder folder)
{
    public const int MaxBytes = 5 * 1024 * 1024;

    private string Path(string tenant, string imageId) => System.IO.Path.Combine(folder.Root, Segment(tenant), "images", Segment(imageId));

    public async Task<string> Keep(string tenant, string courseId, byte[] picture, CancellationToken cancellation)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(courseId)), .. SHA256.HashData(picture)])).Substring(0, 48);
        var path = Path(tenant, id);
        if (File.Exists(path)) return id;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var part = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.part";
        await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await file.WriteAsync(picture, cancellation);
            file.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
        return id;
    }

    /// <summary>The open file and what it is, or null.</summary>
    public async Task<(FileStream File, string Type)?> Open(string tenant, string imageId, CancellationToken cancellation)
    {
        FileStream file;
        try
        {
            file = new(Path(tenant, imageId), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        var head = new byte[ImageSniffer.Needed];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        file.Position = 0;
        if (ImageSniffer.Sniff(head.AsSpan(0, read)) is { } type) return (file, type);
        await file.DisposeAsync();
        return null;
    }

    private static string Segment(string s) => KeySegment.IsValid(s) ? s : throw new ArgumentException("Not a key segment.", nameof(s));
}
