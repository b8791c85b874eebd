using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.WebFrontend.Questions;

/// <summary>Kinds of questions in words.</summary>
public static class QuestionWords
{
    public static IReadOnlyList<(QuestionKind Kind, string Name, string Icon, string About)> Kinds { get; } =
    [
        (QuestionKind.SingleChoice, "Single choice", "circle-check", "One of several."),
        (QuestionKind.MultipleChoice, "Multiple choice", "check", "Any number of several."),
        (QuestionKind.TrueFalse, "True or false", "help-circle", "A statement that holds or not."),
        (QuestionKind.Numeric, "Number", "compass", "A number, with a tolerance."),
        (QuestionKind.ShortText, "Short text", "pencil", "A word or a few, with wildcards."),
        (QuestionKind.Matching, "Matching", "link", "What belongs to what."),
        (QuestionKind.Ordering, "Ordering", "list", "Things in their right order."),
        (QuestionKind.FillIn, "Fill in the gaps", "dots", "A text with gaps: words, numbers, choices."),
        (QuestionKind.Essay, "Essay", "file-text", "Free text that a person marks."),
    ];

    public static string Name(QuestionKind kind) => Kinds.First(k => k.Kind == kind).Name;
    public static string Icon(QuestionKind kind) => Kinds.First(k => k.Kind == kind).Icon;
    public static string Percent(decimal weight) => weight.ToString("0.#####", CultureInfo.InvariantCulture);

    public static IReadOnlyList<(string, string)> OrderMarkings { get; } =
    [
        (nameof(OrderMarking.AllOrNothing), "All or nothing"), (nameof(OrderMarking.Position), "Each item at its own place"),
        (nameof(OrderMarking.Successor), "Each item followed by the right next one"), (nameof(OrderMarking.LongestSubset), "The longest run in the right order"),
    ];
}
