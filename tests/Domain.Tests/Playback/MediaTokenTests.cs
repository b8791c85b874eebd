using LearningHub.WebFrontend.Playback;

namespace LearningHub.Domain.Tests.Playback;

public sealed class MediaTokenTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    private static readonly MediaToken Token = new("main", "m1", 2, "c1", "l1", "ana", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    [Fact]
    public void A_signed_token_reads_back_and_is_plain_in_an_address()
    {
        var text = Token.Sign(Key);
        MediaToken.Read(text, Key).ShouldBe(Token);
        text.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
    }

    [Fact]
    public void A_token_changed_in_any_letter_or_signed_by_another_key_is_none()
    {
        var text = Token.Sign(Key);
        for (var at = 0; at < text.Length - 1; at++)
        {
            var changed = text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];
            MediaToken.Read(changed, Key).ShouldBeNull(changed);
        }
        MediaToken.Read(text, new byte[32]).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("abc")]
    [InlineData("a.b.c")]
    [InlineData("!!!.???")]
    public void What_is_no_token_is_none(string text) => MediaToken.Read(text, Key).ShouldBeNull();

    [Theory]
    [InlineData("master.m3u8", "application/vnd.apple.mpegurl")]
    [InlineData("360-00012.m4s", "video/iso.segment")]
    [InlineData("audio-init.mp4", "video/mp4")]
    [InlineData("poster.jpg", "image/jpeg")]
    [InlineData("../master.m3u8", null)]
    [InlineData("..m3u8", null)]
    [InlineData(".m3u8", null)]
    [InlineData("a/b.mp4", null)]
    [InlineData("x.html", null)]
    [InlineData("x.mp4.html", null)]
    [InlineData("noextension", null)]
    [InlineData("", null)]
    public void Only_plain_names_of_known_types_are_served(string file, string? type) => MediaDelivery.ContentType(file).ShouldBe(type);
}
