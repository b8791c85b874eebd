using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using Microsoft.AspNetCore.Http.Features;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>The attempt as a plain form: fields named <c>q{place}</c>, or <c>q{place}.{part}</c>. The script reads and writes the same fields.</summary>
internal static class AnswerForm
{
    public static string Name(int place) => $"q{place}";
    public static string Name(int place, string part) => $"q{place}.{part}";

    /// <summary>All its tries are used: nothing can be entered any more, so that its fields are not posted.</summary>
    public static bool IsClosed(PaperQuestion q, AttemptPaper paper) => q.Answer.TriesUsed > 0 && q.Answer.TriesUsed >= paper.MaxTries;

    /// <summary>The posted form: an attempt has more and longer fields than other forms. An empty one when there is none, or a broken one.</summary>
    public static async Task<IFormCollection> Read(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return FormCollection.Empty;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions
        {
            BufferBodyLengthLimit = 4 * 1024 * 1024, KeyLengthLimit = 200, ValueLengthLimit = 512 * 1024, ValueCountLimit = 8_000, MultipartBodyLengthLimit = 4 * 1024 * 1024,
        }));
        try { return await http.Request.ReadFormAsync(); }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or System.Text.DecoderFallbackException or IOException) { return FormCollection.Empty; }
    }

    /// <summary>The answers of the form that differ from what is saved, with the revisions that the form was made from. A form cannot count its saves: the order in which they arrive does, so that one that was
    /// stopped, changed and sent again is not taken for a repeat.</summary>
    public static SaveAnswers Changes(IFormCollection form, AttemptPaper paper, DateTimeOffset now)
    {
        var changes = ImmutableArray.CreateBuilder<AnswerChange>();
        foreach (var q in paper.Questions)
        {
            // What the form does not hold is not touched.
            if (!form.ContainsKey($"rev{q.Place}")) continue;
            var flagged = form.ContainsKey($"flag{q.Place}");
            var seen = long.TryParse(form.Text($"rev{q.Place}"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;
            var given = IsClosed(q, paper) ? q.Answer.Response : Response(form, q);
            var response = IsSame(given, q.Answer.Response) ? null : given;
            if (response is not null || flagged != q.Answer.Flagged) changes.Add(new(q.Place, response, seen, flagged));
        }
        var device = form.Text("device");
        return new(paper.Number, changes.ToImmutable(), KeySegment.IsValid(device) ? device : "form", now.ToUnixTimeMilliseconds());
    }

    private static bool IsSame(Response a, Response b) =>
        a.Text == b.Text && a.Choices.SequenceEqual(b.Choices) && a.Order.SequenceEqual(b.Order) && a.Pairs.SequenceEqual(b.Pairs) && a.Gaps.SequenceEqual(b.Gaps);

    private static Response Response(IFormCollection form, PaperQuestion q)
    {
        var (place, kind) = (q.Place, q.Question.Kind);
        var name = Name(place);
        var empty = Grains.Interfaces.Questions.Response.Empty;
        switch (kind)
        {
            case QuestionKind.SingleChoice or QuestionKind.TrueFalse or QuestionKind.MultipleChoice:
                return empty with { Choices = [.. form[name].OfType<string>().Where(v => v.Length > 0)] };
            case QuestionKind.Matching:
                return empty with { Pairs = [.. q.Question.Prompts.Select(p => new ResponsePair(p.Id, form.Text(Name(place, p.Id)))).Where(p => p.Value.Length > 0)] };
            case QuestionKind.FillIn:
                return empty with { Gaps = [.. q.Question.Gaps.Select(g => new ResponsePair(g.Id, form.Text(Name(place, g.Id)))).Where(g => g.Value.Length > 0)] };
            case QuestionKind.Ordering:
                var numbered = q.Question.Choices.Select(c => (c.Id, At: int.TryParse(form.Text(Name(place, c.Id)), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0)).ToArray();
                return empty with { Order = numbered.All(n => n.At == 0) ? [] : [.. numbered.Where(n => n.At > 0).OrderBy(n => n.At).Select(n => n.Id)] };
            default:
                var text = form.Text(name).ReplaceLineEndings("\n");
                // What the field began with is not an answer.
                return q.Answer.Revision == 0 && text == q.Question.Template.ReplaceLineEndings("\n") ? empty : empty with { Text = text };
        }
    }
}
