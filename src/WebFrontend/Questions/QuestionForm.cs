using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.WebFrontend.Questions;

/// <summary>The editor's form, as typed. Rows are <c>answers.0.text</c>, <c>answers.1.text</c>, …: what is left empty is no row. Numbers stay text until
/// they are read, so that what cannot be read is shown again as it was typed.</summary>
public sealed record QuestionForm(QuestionContent Content, string Tags, int? Version, Error? Unreadable)
{
    private const int MostRows = 40;

    public static QuestionForm New(QuestionKind kind) => new(Blank(kind), "", null, null);

    public static QuestionForm Of(QuestionView view) => new(view.Content, string.Join(", ", view.Tags), view.Version, null);

    public static QuestionForm Of(IFormCollection form)
    {
        Error? unreadable = null;
        var kind = KindOf(form.Text("kind")) ?? QuestionKind.SingleChoice;
        var content = QuestionContent.Of(kind, form.Text("name"), form.Text("text")) with
        {
            Feedback = form.Text("feedback"), CaseSensitive = form.Text("case") == "1", AccentSensitive = form.Text("accents") == "1", KeepOrder = form.Text("keepOrder") == "1",
            ChoiceMarking = form.Text("choiceMarking") == "AllOrNothing" ? ChoiceMarking.AllOrNothing : ChoiceMarking.Partial,
            OrderMarking = Enum.TryParse<OrderMarking>(form.Text("orderMarking"), out var order) && Enum.IsDefined(order) ? order : OrderMarking.AllOrNothing,
        };
        decimal Weight(string field, string standard)
        {
            var text = form.Text(field).Trim().TrimEnd('%').Trim().Replace(',', '.').Replace('\u2212', '-');
            if (decimal.TryParse(text.Length == 0 ? standard : text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)) return weight;
            unreadable ??= Error.Invalid("questions.answers_weight_invalid", "Write a number from -100 to 100.", field);
            return 0;
        }
        content = kind switch
        {
            QuestionKind.TrueFalse => content with { Answers = TrueFalse(form, Weight) },
            <= QuestionKind.ShortText => content with
            {
                Answers = [.. Rows(form, "answers", "text").Select(r => new Answer(form.Text($"{r}.id"), form.Text($"{r}.text"), Weight($"{r}.weight", kind <= QuestionKind.MultipleChoice ? "0" : "100"),
                    form.Text($"{r}.feedback"), form.Text($"{r}.tolerance").Replace(',', '.'), form.Text($"{r}.toleranceKind") == "Relative" ? ToleranceKind.Relative : ToleranceKind.Absolute))],
            },
            QuestionKind.Matching => content with { Pairs = [.. Rows(form, "pairs", "prompt", "option").Select(r => new MatchPair(form.Text($"{r}.promptId"), form.Text($"{r}.prompt"), form.Text($"{r}.optionId"), form.Text($"{r}.option")))] },
            QuestionKind.Ordering => content with { Items = [.. Rows(form, "items", "text").Select(r => new OrderItem(form.Text($"{r}.id"), form.Text($"{r}.text")))] },
            QuestionKind.FillIn => content with
            {
                Gaps = [.. Rows(form, "gaps", "answers").Select(r =>
                {
                    var gap = Enum.TryParse<GapKind>(form.Text($"{r}.kind"), out var k) && Enum.IsDefined(k) ? k : GapKind.Text;
                    return new Gap(form.Text($"{r}.id"), gap, GapLines.Read(form.Text($"{r}.answers"), gap), int.TryParse(form.Text($"{r}.share"), out var share) ? share : 1);
                })],
            },
            _ => content with { Essay = new(form.Text("essay.template"), form.Text("essay.graderNotes"), Whole(form.Text("essay.minWords")), Whole(form.Text("essay.maxWords"))) },
        };
        return new(content, form.Text("tags"), int.TryParse(form.Text("version"), out var version) ? version : null, unreadable);
    }

    public ImmutableArray<string> TagList => [.. Tags.Split(',').Select(t => t.Trim()).Where(t => t.Length > 0)];

    public static QuestionKind? KindOf(string? text) => Enum.TryParse<QuestionKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    private static ImmutableArray<Answer> TrueFalse(IFormCollection form, Func<string, string, decimal> weight)
    {
        var right = form.Text("right") == "false" ? "false" : "true";
        var wrong = weight("wrongWeight", "0");
        return [.. new[] { "true", "false" }.Select((id, i) => new Answer(id, form.Text($"answers.{i}.text") is { Length: > 0 } text ? text : i == 0 ? "True" : "False", id == right ? 100 : wrong, form.Text($"answers.{i}.feedback")))];
    }

    private static IEnumerable<string> Rows(IFormCollection form, string list, params string[] fields) =>
        Enumerable.Range(0, MostRows).Select(i => $"{list}.{i}").Where(row => fields.Any(f => form.Text($"{row}.{f}").Trim().Length > 0));

    /// <summary>0 where nothing was written, -1 where it is no number: the check tells.</summary>
    private static int Whole(string text) => text.Trim().Length == 0 ? 0 : int.TryParse(text, out var number) ? number : -1;

    private static QuestionContent Blank(QuestionKind kind)
    {
        var blank = QuestionContent.Of(kind, "", "");
        return kind switch
        {
            QuestionKind.TrueFalse => blank with { Answers = [new("true", "True", 100), new("false", "False", 0)] },
            QuestionKind.SingleChoice => blank with { Answers = [new("", "", 100), new("", "", 0), new("", "", 0), new("", "", 0)] },
            QuestionKind.MultipleChoice => blank with { Answers = [new("", "", 50), new("", "", 50), new("", "", -50), new("", "", -50)] },
            QuestionKind.Numeric or QuestionKind.ShortText => blank with { Answers = [new("", "", 100)] },
            QuestionKind.Matching => blank with { Pairs = [new("", "", "", ""), new("", "", "", ""), new("", "", "", "")] },
            QuestionKind.Ordering => blank with { Items = [new("", ""), new("", ""), new("", "")] },
            QuestionKind.FillIn => blank with { Gaps = [new("", GapKind.Text, [])] },
            _ => blank with { Essay = new("", "", 0, 0) },
        };
    }
}
