using System.Text;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Domain.Tests.Media;

public sealed class ContainerSnifferTests
{
    [Theory]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0", "mp4")]
    [InlineData("\0\0\0\u0018ftypmp42\0\0\0\0", "mp4")]
    [InlineData("\0\0\0\u0014ftypqt  \0\0\0\0", "mov")]
    [InlineData("\0\0\0\u0008wide\0\0\0\0mdat", "mov")]
    [InlineData("RIFF\u0001\u0002\u0003\u0004AVI LIST", "avi")]
    [InlineData("RIFF\u0001\u0002\u0003\u0004WAVEfmt ", null)]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", null)]
    [InlineData("\0\0\0\u0018ftypM4A \0\0\0\0", null)]
    [InlineData("%PDF-1.7 and so on", null)]
    [InlineData("PK\u0003\u0004 a zip archive", null)]
    [InlineData("#EXTM3U\n#EXT-X-VERSION:3", null)]
    [InlineData("MZ executable \0\0\0", null)]
    [InlineData("short", null)]
    [InlineData("", null)]
    public void Containers_are_told_by_their_first_bytes(string head, string? container) =>
        ContainerSniffer.Sniff(Encoding.Latin1.GetBytes(head)).ShouldBe(container);

    [Theory]
    [InlineData("webm", "webm")]
    [InlineData("matroska", "mkv")]
    [InlineData("other", null)]
    public void Matroska_files_are_told_apart_by_their_document_type(string type, string? container)
    {
        byte[] head = [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81, 1, 0x42, 0x82, (byte)(0x80 | type.Length), .. Encoding.ASCII.GetBytes(type), 0, 0, 0, 0];
        ContainerSniffer.Sniff(head).ShouldBe(container);
    }

    [Theory]
    [InlineData(188, 0, true)]
    [InlineData(192, 4, true)]
    [InlineData(190, 0, false)]
    public void Transport_streams_are_told_by_the_sync_byte_of_five_packets(int packet, int offset, bool known)
    {
        var head = new byte[ContainerSniffer.Needed];
        for (var n = 0; n * packet + offset < head.Length; n++) head[n * packet + offset] = 0x47;
        ContainerSniffer.Sniff(head).ShouldBe(known ? "mpegts" : null);
        ContainerSniffer.Sniff(head.AsSpan(0, 188)).ShouldBeNull();
    }
}
