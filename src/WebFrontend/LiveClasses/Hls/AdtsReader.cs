namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>Reads a stream of AAC frames with ADTS headers (ISO 14496-3, annex 1.A).</summary>
internal static class AdtsReader
{
    private const int Head = 7, Checked = 9;

    /// <summary>Tells each frame without its header, to the end of the stream.</summary>
    public static async Task Read(Stream stream, Action<byte[]> frame)
    {
        var head = new byte[Head];
        while (await stream.ReadAtLeastAsync(head, Head, throwOnEndOfStream: false) == Head)
        {
            var length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5;
            var own = (head[1] & 1) == 1 ? Head : Checked;
            if (head[0] != 0xFF || (head[1] & 0xF6) != 0xF0 || length <= own) throw new InvalidDataException("Not a stream of AAC frames.");
            var rest = new byte[length - Head];
            if (await stream.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false) < rest.Length) return;
            frame(rest[(own - Head)..]);
        }
    }
}
