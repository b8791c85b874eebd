using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>Reads GIFT: questions separated by blank lines, each checked as a save would check it. An error names its line and harms no other question.
/// What the bank adds to GIFT stands in comments (<c>// [kind:fill-in] [case]</c>), where other programs pass over it.</summary>
internal static partial class GiftReader
{
    public static GiftFile Read(string gift)
    {
        var questions = ImmutableArray.CreateBuilder<GiftQuestion>();
        var errors = ImmutableArray.CreateBuilder<GiftError>();
        var notes = ImmutableArray.CreateBuilder<string>();
        foreach (var paragraph in Paragraphs(gift))
        {
            try
            {
                if (Question(paragraph, notes) is not { } question) continue;
                var content = question.Content;
                if (QuestionCheck.Check(ref content) is { } error) errors.Add(new(question.Line, error.Message));
                else if (QuestionTags.Clean(question.Tags) is not { } tags) errors.Add(new(question.Line, QuestionErrors.BadTags.Message));
                else questions.Add(question with { Content = content, Tags = tags });
            }
            catch (GiftException e)
            {
                errors.Add(new(paragraph.Line, e.Message));
            }
        }
        return new(questions.ToImmutable(), errors.ToImmutable(), notes.ToImmutable());
    }

    private sealed record Paragraph(int Line, string Text, Dictionary<string, string> Marks, ImmutableArray<string> Tags);

    private static IEnumerable<Paragraph> Paragraphs(string gift)
    {
        var (text, marks, tags, first, number) = (new List<string>(), new Dictionary<string, string>(), new List<string>(), 0, 0);
        foreach (var raw in gift.TrimStart('\ufeff').ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            number++;
            var line = raw.Trim();
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                foreach (Match mark in Mark().Matches(line))
                    if (mark.Groups[1].Value == "tag") tags.Add(mark.Groups[2].Value);
                    else marks[mark.Groups[1].Value] = mark.Groups[2].Value;
            }
            else if (line.Length > 0)
            {
                if (text.Count == 0) first = number;
                text.Add(line);
            }
            else
            {
                if (text.Count > 0) yield return new(first, string.Join('\n', text), marks, [.. tags]);
                (text, marks, tags) = ([], [], []);
            }
        }
    }

    private static GiftQuestion? Question(Paragraph paragraph, ImmutableArray<string>.Builder notes)
    {
        var (text, name) = (paragraph.Text, "");
        if (text.StartsWith("$CATEGORY:", StringComparison.OrdinalIgnoreCase))
        {
            notes.Add($"Line {paragraph.Line}: categories are not kept; the bank has tags.");
            if (text.IndexOf('\n', StringComparison.Ordinal) is not (>= 0 and var end)) return null;
            text = text[(end + 1)..];
        }
        if (text.StartsWith("::", StringComparison.Ordinal))
        {
            var end = GiftText.Find(text, "::", 2);
            if (end < 0) throw new GiftException("The name begins with :: and never ends.");
            (name, text) = (GiftText.Unescape(text[2..end].Replace('\n', ' ')), text[(end + 2)..].TrimStart());
        }
        var format = Format().Match(text);
        if (format.Success) text = text[format.Length..].TrimStart();
        var (pieces, blocks) = Blocks(text);
        string Prose(string s) => Formatted(s, format.Groups[1].Value, paragraph.Line, notes);
        var content = blocks.Count switch
        {
            0 => throw new GiftException("There is no { } with the answers."),
            1 when paragraph.Marks.GetValueOrDefault("kind") != "fill-in" => Single(pieces, blocks[0], Prose),
            _ => FillIn(pieces, blocks, paragraph.Marks, Prose),
        };
        var marks = paragraph.Marks;
        content = content with
        {
            Name = name, CaseSensitive = marks.ContainsKey("case"), AccentSensitive = marks.ContainsKey("accents"), KeepOrder = marks.ContainsKey("order"),
            ChoiceMarking = marks.ContainsKey("all-or-nothing") ? ChoiceMarking.AllOrNothing : ChoiceMarking.Partial,
        };
        if (content.Kind == QuestionKind.TrueFalse && marks.TryGetValue("wrong", out var wrong) && decimal.TryParse(wrong, System.Globalization.CultureInfo.InvariantCulture, out var weight))
            content = content with { Answers = [.. content.Answers.Select(a => a.Weight == 100 ? a : a with { Weight = weight })] };
        if (content.Essay is { } essay && marks.TryGetValue("words", out var words) && words.Split('-') is [var min, var max] && int.TryParse(min, out var least) && int.TryParse(max, out var most))
            content = content with { Essay = essay with { MinWords = least, MaxWords = most } };
        return new(paragraph.Line, content, paragraph.Tags);
    }

    /// <summary>The text around the braces, and what is in them.</summary>
    private static (List<string> Pieces, List<string> Blocks) Blocks(string text)
    {
        var (pieces, blocks, at) = (new List<string>(), new List<string>(), 0);
        while (true)
        {
            var open = GiftText.Find(text, "{", at);
            if (GiftText.Find(text, "}", at) is >= 0 and var early && (open < 0 || early < open)) throw new GiftException("There is a } without its {. Write \\} for the sign itself.");
            pieces.Add(text[at..(open < 0 ? text.Length : open)]);
            if (open < 0) return (pieces, blocks);
            var close = GiftText.Find(text, "}", open + 1);
            if (close < 0) throw new GiftException("A { is never closed. Blank lines end a question: write \\n inside of it.");
            if (GiftText.Find(text[(open + 1)..close], "{") >= 0) throw new GiftException("There is a { inside of { }. Write \\{ for the sign itself.");
            blocks.Add(text[(open + 1)..close]);
            at = close + 1;
        }
    }

    private static QuestionContent Single(List<string> pieces, string block, Func<string, string> prose)
    {
        var tail = pieces[1].Trim();
        var text = tail.Length == 0 ? pieces[0] : $"{pieces[0]}_____{pieces[1]}";
        var content = GiftAnswers.Read(block, prose);
        return content with { Text = prose(text) };
    }

    private static QuestionContent FillIn(List<string> pieces, List<string> blocks, Dictionary<string, string> marks, Func<string, string> prose)
    {
        if (blocks.Count > QuestionCheck.MaxParts) throw new GiftException($"A question has at most {QuestionCheck.MaxParts} gaps.");
        var shares = marks.GetValueOrDefault("shares", "").Split(',');
        var read = blocks.Select(b => GiftAnswers.Read(b, prose)).ToArray();
        var gaps = read.Select((q, i) => new Gap("", q.Kind switch
        {
            QuestionKind.ShortText => GapKind.Text,
            QuestionKind.Numeric => GapKind.Number,
            QuestionKind.SingleChoice => GapKind.Choice,
            _ => throw new GiftException($"Gap {i + 1} takes text, a number or one of several choices."),
        }, q.Answers, i < shares.Length && int.TryParse(shares[i], out var share) ? share : 1)).ToImmutableArray();
        var text = string.Concat(pieces.Select((piece, i) => i < gaps.Length ? $"{piece}[[{i + 1}]]" : piece));
        return QuestionContent.Of(QuestionKind.FillIn, "", prose(text)) with { Gaps = gaps, Feedback = read.Select(q => q.Feedback).FirstOrDefault(f => f.Length > 0) ?? "" };
    }

    private static string Formatted(string text, string format, int line, ImmutableArray<string>.Builder notes)
    {
        text = GiftText.Unescape(text);
        if (format is not ("html" or "moodle")) return text;
        var markdown = GiftText.FromHtml(text, out var lost);
        if (lost) notes.Add($"Line {line}: a picture or a recording was left out; add it in the editor.");
        return markdown;
    }

    [GeneratedRegex(@"\[([a-z-]+)(?::([^\]]*))?\]", RegexOptions.NonBacktracking)] private static partial Regex Mark();
    [GeneratedRegex(@"^\[(html|moodle|plain|markdown)\]", RegexOptions.NonBacktracking)] private static partial Regex Format();
}
