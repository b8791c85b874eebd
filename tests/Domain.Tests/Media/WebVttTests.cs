using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Domain.Tests.Media;

public sealed class WebVttTests
{
    private static string Kept(string text)
    {
        var read = WebVtt.Read(Encoding.UTF8.GetBytes(text));
        read.IsOk.ShouldBeTrue(read.Error?.Message);
        return read.Value.Text;
    }

    private static string Refusal(string text) => WebVtt.Read(Encoding.UTF8.GetBytes(text)).Error.ShouldNotBeNull().Message;

    [Fact]
    public void Times_and_words_are_kept_in_order_and_everything_else_is_left_out()
    {
        var text = "\ufeffWEBVTT - made by hand\r\nKind: captions\r\n\r\nSTYLE\r\n::cue { background: url(https://evil.example/) }\r\n\r\nREGION\r\nid:x\r\n\r\nNOTE who reads this\r\n\r\n"
            + "second\r\n01:00:05.000 --> 01:00:06.500 line:0 position:20% evil:yes align:start\r\nLater\r\n\r\n00:01.000 --> 00:04.000\r\nFirst,\r\nin two lines\r\n\r\n00:04.000 --> 00:05.000\r\n\r\n";
        Kept(text).ShouldBe("WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nFirst,\nin two lines\n\n01:00:05.000 --> 01:00:06.500 line:0 position:20% align:start\nLater\n");
    }

    [Theory]
    [InlineData("<b>Loud</b> and <i>soft</i>", "<b>Loud</b> and <i>soft</i>")]
    [InlineData("<v Ana>Hello</v>", "<v Ana>Hello</v>")]
    [InlineData("<v.loud Ana & \"Ben\">Hello", "<v Ana &amp; \"Ben\">Hello")]
    [InlineData("<script>alert(1)</script>", "alert(1)")]
    [InlineData("<img src=x onerror=alert(1)>Hi", "Hi")]
    [InlineData("<00:00:02.000>now <c.yellow>here</c>", "now here")]
    [InlineData("Tom & Jerry, 1 < 2, a &lt; b &amp; c &copy; d", "Tom &amp; Jerry, 1 &lt; 2, a &lt; b &amp; c &amp;copy; d")]
    [InlineData("bell\u0007 and zero\0", "bell and zero\ufffd")]
    public void Words_are_written_so_that_nothing_in_them_is_markup_of_a_stranger(string words, string kept) =>
        Kept($"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}\n").ShouldBe($"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{kept}\n");

    [Theory]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\nSubRip", "Line 1: a WebVTT file begins with WEBVTT.")]
    [InlineData("WEBVTTX\n\n00:01.000 --> 00:02.000\nx", "Line 1: a WebVTT file begins with WEBVTT.")]
    [InlineData("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx", "Line 3: these times cannot be read; write 00:01.000 --> 00:04.000.")]
    [InlineData("WEBVTT\n\n00:61.000 --> 00:62.000\nx", "Line 3: these times cannot be read; write 00:01.000 --> 00:04.000.")]
    [InlineData("WEBVTT\n\nname\n00:02.000 --> 00:02.000\nx", "Line 4: it ends before it begins.")]
    [InlineData("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:02.000 --> 00:03.000\ny", "Line 4: an empty line is missing between two captions.")]
    [InlineData("WEBVTT\n\nNOTE a\nb\n00:02.000 --> 00:03.000\ny", "Line 5: an empty line is missing before these times.")]
    [InlineData("WEBVTT\n\nNOTE nothing else\n", "There are no captions in this file.")]
    [InlineData("WEBVTT", "There are no captions in this file.")]
    [InlineData("", "Line 1: a WebVTT file begins with WEBVTT.")]
    public void What_cannot_be_read_is_refused_with_its_line(string text, string message) => Refusal(text).ShouldBe(message);

    [Fact]
    public void Too_much_is_refused_and_so_is_what_is_no_text()
    {
        WebVtt.Read(new byte[WebVtt.MaxBytes + 1]).Error!.Code.ShouldBe("media.captions_too_large");
        WebVtt.Read([.. "WEBVTT\n\n"u8, 0xc3, 0x28]).Error!.Message.ShouldBe("Line 1: this is no text in UTF-8.");
        Refusal("WEBVTT\n\n00:01.000 --> 00:02.000\n" + new string('x', 2_001)).ShouldBe("Line 4: a caption has at most 2000 characters.");
        var many = new StringBuilder("WEBVTT\n\n");
        for (var i = 0; i <= 10_000; i++) many.Append("00:01.000 --> 00:02.000\nx\n\n");
        Refusal(many.ToString()).ShouldContain("more than 10000 captions");
        // Ampersands alone grow to five times their size.
        var grows = new StringBuilder("WEBVTT\n\n");
        for (var i = 0; i < 500; i++) grows.Append("00:01.000 --> 00:02.000\n").Append('&', 2_000).Append("\n\n");
        WebVtt.Read(Encoding.UTF8.GetBytes(grows.ToString())).Error!.Code.ShouldBe("media.captions_too_large");
    }

    [Theory]
    [InlineData("<v -- >Hello", "Hello")]
    [InlineData("<v Ana -- >Hello", "<v Ana>Hello")]
    public void The_name_of_a_voice_makes_no_arrow(string words, string kept) =>
        WebVtt.Read(Encoding.UTF8.GetBytes($"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}\n")).Value!.Text.ShouldEndWith($"\n{kept}\n");

    [Fact]
    public void Whatever_the_words_are_what_is_kept_is_read_again_as_the_same()
    {
        // Pieces that mean something, in every order.
        var pieces = Gen.Elements("a", " ", "<", ">", "&", "&amp;", "&am", "<b>", "</b>", "<v Ana>", "<v ", "<c.x>", "\n", "\r", "-->", "--", "\u0085", "\u2028", "é", "]]>", "<!--", "\"", "/");
        Prop.ForAll(Gen.ListOf(pieces).ToArbitrary(), words =>
        {
            var once = WebVtt.Read(Encoding.UTF8.GetBytes($"WEBVTT\n\n00:01.000 --> 00:02.000\n{string.Concat(words)}\n"));
            if (!once.IsOk) return;
            var twice = WebVtt.Read(Encoding.UTF8.GetBytes(once.Value.Text));
            twice.IsOk.ShouldBeTrue(twice.Error?.Message);
            twice.Value.ShouldBe(once.Value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }
}
