using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>What stands between the braces.</summary>
internal static class GiftAnswers
{
    public static readonly (string Word, OrderMarking Marking)[] Orders =
        [("ALL_OR_NOTHING", OrderMarking.AllOrNothing), ("ABSOLUTE_POSITION", OrderMarking.Position), ("RELATIVE_NEXT_EXCLUDE_LAST", OrderMarking.Successor), ("LONGEST_ORDERED_SUBSET", OrderMarking.LongestSubset)];

    /// <summary>The ends of a range are added and taken from each other.</summary>
    private const decimal MaxNumber = 1e27m;

    public static QuestionContent Read(string block, Func<string, string> prose)
    {
        var feedback = "";
        if (GiftText.Find(block, "####") is >= 0 and var general) (feedback, block) = (prose(block[(general + 4)..]), block[..general]);
        block = block.Trim();
        var content = Kind(block, prose);
        return content with { Feedback = feedback };
    }

    private static QuestionContent Kind(string block, Func<string, string> prose)
    {
        if (block.Length == 0) return QuestionContent.Of(QuestionKind.Essay, "", "") with { Essay = new("", "", 0, 0) };
        if (block[0] == '>') return Ordering(block[1..], prose);
        if (block[0] == '#') return QuestionContent.Of(QuestionKind.Numeric, "", "") with { Answers = Numbers(block[1..].Trim(), prose) };
        if (TrueFalse(block, prose) is { } trueFalse) return trueFalse;
        var answers = Split(block);
        if (answers.Count == 0) throw new GiftException("Answers begin with = (right) or ~ (wrong), numbers with #.");
        if (answers.All(a => a.Sign == '=') && answers.Any(a => GiftText.Find(a.Text, "->") >= 0)) return Matching(answers, prose);
        if (answers.All(a => a.Sign == '='))
            return QuestionContent.Of(QuestionKind.ShortText, "", "") with { Answers = [.. answers.Select(a => Answer(a.Text, 100, GiftText.Unescape, prose))] };
        var single = answers.Any(a => a.Sign == '=');
        return QuestionContent.Of(single ? QuestionKind.SingleChoice : QuestionKind.MultipleChoice, "", "") with { Answers = [.. answers.Select(a => Answer(a.Text, a.Sign == '=' ? 100 : 0, prose, prose))] };
    }

    private static QuestionContent? TrueFalse(string block, Func<string, string> prose)
    {
        var parts = new List<string>();
        for (var at = 0; ;)
        {
            var next = GiftText.Find(block, "#", at);
            parts.Add(block[at..(next < 0 ? block.Length : next)]);
            if (next < 0) break;
            at = next + 1;
        }
        var word = parts[0].Trim().ToUpperInvariant();
        if (word is not ("T" or "TRUE" or "F" or "FALSE")) return null;
        if (parts.Count > 3) throw new GiftException("True/false has at most two feedbacks: for the wrong answer, then for the right one.");
        var right = word[0] == 'T';
        string Said(bool rightly) => parts.Count > (rightly ? 2 : 1) ? prose(parts[rightly ? 2 : 1]) : "";
        return QuestionContent.Of(QuestionKind.TrueFalse, "", "") with { Answers = [new("true", "True", right ? 100 : 0, Said(right)), new("false", "False", right ? 0 : 100, Said(!right))] };
    }

    private static QuestionContent Matching(List<(char Sign, string Text)> answers, Func<string, string> prose) => QuestionContent.Of(QuestionKind.Matching, "", "") with
    {
        Pairs = [.. answers.Select(a =>
        {
            var arrow = GiftText.Find(a.Text, "->");
            if (arrow < 0) throw new GiftException("Every pair of a matching question needs its ->.");
            return new MatchPair("", prose(a.Text[..arrow]), "", prose(a.Text[(arrow + 2)..]));
        })],
    };

    private static QuestionContent Ordering(string block, Func<string, string> prose)
    {
        var lines = block.Split('\n');
        var words = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var marking = Orders.FirstOrDefault(o => words.Contains(o.Word)).Marking;
        return QuestionContent.Of(QuestionKind.Ordering, "", "") with { OrderMarking = marking, Items = [.. lines.Skip(1).Where(l => l.Trim().Length > 0).Select(l => new OrderItem("", prose(l)))] };
    }

    private static ImmutableArray<Answer> Numbers(string block, Func<string, string> prose)
    {
        var answers = block.StartsWith('=') ? Split(block) : [('=', block)];
        return [.. answers.Select(a =>
        {
            if (a.Sign == '~') return Answer(a.Text, 0, _ => "*", prose);
            var answer = Answer(a.Text, 100, s => s, prose);
            var number = answer.Text.Replace("\\:", ":").Trim();
            if (number.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots) return Range(answer, number[..dots], number[(dots + 2)..]);
            if (number.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon)) return answer with { Text = number };
            var tolerance = number[(colon + 1)..].Trim();
            var relative = tolerance.EndsWith("rel", StringComparison.Ordinal);
            return answer with { Text = number[..colon].Trim(), Tolerance = relative ? tolerance[..^3] : tolerance, ToleranceKind = relative ? ToleranceKind.Relative : ToleranceKind.Absolute };
        })];
    }

    private static Answer Range(Answer answer, string from, string to)
    {
        if (!decimal.TryParse(from, NumberStyles.Float, CultureInfo.InvariantCulture, out var low) || !decimal.TryParse(to, NumberStyles.Float, CultureInfo.InvariantCulture, out var high) || low > high)
            throw new GiftException($"{from}..{to} is no range of numbers.");
        if (low < -MaxNumber || high > MaxNumber) throw new GiftException($"{from}..{to} is too wide a range.");
        return answer with { Text = Plain(low + (high - low) / 2), Tolerance = Plain((high - low) / 2) };
    }

    private static Answer Answer(string piece, decimal weight, Func<string, string> text, Func<string, string> prose)
    {
        piece = piece.Trim();
        if (piece.StartsWith('%') && piece.IndexOf('%', 1) is > 0 and var end)
        {
            if (!decimal.TryParse(piece.AsSpan(1, end - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out weight)) throw new GiftException($"{piece[..(end + 1)]} is no weight in percent.");
            piece = piece[(end + 1)..];
        }
        var hash = GiftText.Find(piece, "#");
        return new("", text(hash < 0 ? piece : piece[..hash]), weight, hash < 0 ? "" : prose(piece[(hash + 1)..]));
    }

    private static List<(char Sign, string Text)> Split(string block)
    {
        var answers = new List<(char, string)>();
        for (int at = Next(block, 0), next; at >= 0; at = next)
        {
            if (answers.Count == 0 && block[..at].Trim().Length > 0) throw new GiftException("Answers begin with = (right) or ~ (wrong), numbers with #.");
            next = Next(block, at + 1);
            answers.Add((block[at], block[(at + 1)..(next < 0 ? block.Length : next)]));
        }
        return answers;
    }

    private static int Next(string block, int from)
    {
        var (right, wrong) = (GiftText.Find(block, "=", from), GiftText.Find(block, "~", from));
        return right < 0 ? wrong : wrong < 0 ? right : Math.Min(right, wrong);
    }

    public static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
