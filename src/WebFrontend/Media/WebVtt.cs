using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LearningHub.WebFrontend.Media;

/// <summary>Captions as they are kept: read strictly, and written anew from what was understood (WebVTT, W3C). Notes, styles, regions, names of cues and unknown settings and tags
/// are left out, so that nothing but times and words of a stranger's file is ever served.</summary>
internal sealed partial record WebVtt(string Text, int Cues)
{
    public const int MaxBytes = 1024 * 1024;
    private const int MaxCues = 10_000, MaxWords = 2_000, MaxVoice = 100;

    public static readonly Error TooLarge = new("media.captions_too_large", "A file of captions may have at most 1 MB.", ErrorKind.Invalid, "captions");
    private static readonly Error Empty = Error.Invalid("media.captions_empty", "There are no captions in this file.", "captions");

    public static Result<WebVtt> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return TooLarge;
        string[] lines;
        try
        {
            lines = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\ufeff').Replace('\0', '\ufffd').Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
        }
        catch (ArgumentException)
        {
            return Wrong(1, "this is no text in UTF-8");
        }
        if (!(lines[0] == "WEBVTT" || lines[0].StartsWith("WEBVTT ", StringComparison.Ordinal) || lines[0].StartsWith("WEBVTT\t", StringComparison.Ordinal))) return Wrong(1, "a WebVTT file begins with WEBVTT");

        var cues = new List<(long From, string Written)>();
        for (var at = 1; at < lines.Length;)
        {
            if (lines[at].Length == 0) { at++; continue; }
            var end = at;
            while (end < lines.Length && lines[end].Length > 0) end++;
            // A cue may have a name before its times; a block without times is a note, a style or a region.
            var times = Array.FindIndex(lines, at, Math.Min(2, end - at), IsTimes);
            if (times >= 0)
            {
                if (cues.Count == MaxCues) return Wrong(times + 1, $"there are more than {MaxCues} captions");
                var cue = Cue(lines, times, end);
                if (!cue.IsOk) return cue.Error;
                if (cue.Value.Written.Length > 0) cues.Add(cue.Value);
            }
            else if (Array.FindIndex(lines, at, end - at, IsTimes) is >= 0 and var late) return Wrong(late + 1, "an empty line is missing before these times");
            at = end;
        }
        if (cues.Count == 0) return Empty;
        var text = "WEBVTT\n\n" + string.Join("\n\n", cues.OrderBy(c => c.From).Select(c => c.Written)) + "\n";
        return Encoding.UTF8.GetByteCount(text) > 2 * MaxBytes ? TooLarge : new WebVtt(text, cues.Count);
    }

    private static bool IsTimes(string line) => line.Contains("-->", StringComparison.Ordinal);

    /// <summary>From the line with the times to the end of the block. Without words: nothing written.</summary>
    private static Result<(long From, string Written)> Cue(string[] lines, int times, int end)
    {
        var match = Times().Match(lines[times]);
        if (!match.Success) return Wrong(times + 1, "these times cannot be read; write 00:01.000 --> 00:04.000");
        var (from, to) = (Moment(match, 1), Moment(match, 5));
        if (to <= from) return Wrong(times + 1, "it ends before it begins");
        var words = string.Join('\n', lines[(times + 1)..end]);
        if (words.Contains("-->", StringComparison.Ordinal)) return Wrong(times + 2, "an empty line is missing between two captions");
        if (words.Length > MaxWords) return Wrong(times + 2, $"a caption has at most {MaxWords} characters");
        var clean = Clean(words);
        if (clean.Length == 0) return (from, "");
        var settings = match.Groups[9].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(s => Setting().IsMatch(s));
        return (from, $"{Written(from)} --> {Written(to)}{string.Concat(settings.Take(5).Select(s => " " + s))}\n{clean}");
    }

    /// <summary>Bold, italic, underlined and the voice stay; other tags go, and what is no markup is written so.</summary>
    private static string Clean(string words)
    {
        var clean = new StringBuilder(words.Length);
        for (var at = 0; at < words.Length;)
        {
            var open = words.IndexOf('<', at);
            var close = open < 0 ? -1 : words.IndexOf('>', open);
            clean.Append(Encoded(close < 0 ? words[at..] : words[at..open]));
            if (close < 0) break;
            var tag = words[(open + 1)..close];
            if (Tag().IsMatch(tag)) clean.Append('<').Append(tag).Append('>');
            else if (Voice().Match(tag) is { Success: true } voice && Name(Encoded(voice.Groups[1].Value)) is { Length: > 0 and <= MaxVoice } name) clean.Append("<v ").Append(name).Append('>');
            at = close + 1;
        }
        // A line of nothing would end the caption.
        return string.Join('\n', clean.ToString().Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));
    }

    /// <summary>Two hyphens at its end and the end of the tag would be the arrow between times.</summary>
    private static string Name(string name)
    {
        var length = name.Length;
        while (length > 0 && (char.IsWhiteSpace(name[length - 1]) || name[length - 1] == '-')) length--;
        return name[..length].TrimStart();
    }

    private static string Encoded(string text)
    {
        var encoded = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '&' && Entity().Match(text, at) is { Success: true } entity)
            {
                encoded.Append(entity.Value);
                at += entity.Length - 1;
            }
            else if (c is '&' or '<' or '>') encoded.Append(c switch { '&' => "&amp;", '<' => "&lt;", _ => "&gt;" });
            else if (c == '\n' || !char.IsControl(c)) encoded.Append(c);
        }
        return encoded.ToString();
    }

    private static long Moment(Match match, int group)
    {
        long Number(int n) => match.Groups[n].Success ? long.Parse(match.Groups[n].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return ((Number(group) * 60 + Number(group + 1)) * 60 + Number(group + 2)) * 1000 + Number(group + 3);
    }

    private static string Written(long ms) => string.Create(CultureInfo.InvariantCulture, $"{ms / 3_600_000:00}:{ms / 60_000 % 60:00}:{ms / 1000 % 60:00}.{ms % 1000:000}");

    private static Error Wrong(int line, string why) => Error.Invalid("media.captions_invalid", $"Line {line}: {why}.", "captions");

    [GeneratedRegex(@"\A[ \t]*(?:([0-9]{2,3}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})[ \t]*-->[ \t]*(?:([0-9]{2,3}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})((?:[ \t].*)?)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Times();

    [GeneratedRegex(@"\A(?:align:(?:start|center|end|left|right)|line:-?[0-9]{1,3}(?:\.[0-9]{1,2})?%?(?:,(?:start|center|end))?|position:[0-9]{1,3}(?:\.[0-9]{1,2})?%(?:,(?:line-left|center|line-right))?|size:[0-9]{1,3}(?:\.[0-9]{1,2})?%|vertical:(?:rl|lr))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\A(?:/?[biu]|/v)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\Av(?:\.[A-Za-z0-9._-]*)?[ \t]+([^\n]{1,100})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Voice();

    [GeneratedRegex(@"\G&(?:amp|lt|gt|nbsp|lrm|rlm);", RegexOptions.CultureInvariant)]
    private static partial Regex Entity();
}
