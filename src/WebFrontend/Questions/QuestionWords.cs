using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Quizzes;

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

    public const string FacilityMeans = "Mean part of the points earned in first attempts", DiscriminationMeans = "Correlation with the rest of the first attempts; below 0.2 is weak";

    public static string Facility(QuestionFigures? of) => of?.Facility is { } facility ? QuizWords.Percent(facility * 100) : "–";
    public static string Discrimination(QuestionFigures? of) => of?.Discrimination is { } d ? d.ToString("0.00", CultureInfo.InvariantCulture) : "–";

    /// <summary>What the two figures say together, once there are enough attempts to say anything.</summary>
    public static string About(QuestionFigures of) => of switch
    {
        { Attempts: < 5 } => "Too few attempts to judge it by.",
        { Discrimination: < 0 } => "Those who do well elsewhere do worse here: look at its key.",
        { Facility: < 0.3m } => "Few get it right: look at its wording.",
        { Facility: > 0.95m } => "Nearly everybody gets it right.",
        { Discrimination: < 0.2m } => "It hardly tells those who know from those who do not.",
        _ => "It tells those who know from those who do not.",
    };

    public static IReadOnlyList<(string, string)> OrderMarkings { get; } =
    [
        (nameof(OrderMarking.AllOrNothing), "All or nothing"), (nameof(OrderMarking.Position), "Each item at its own place"),
        (nameof(OrderMarking.Successor), "Each item followed by the right next one"), (nameof(OrderMarking.LongestSubset), "The longest run in the right order"),
    ];
}
