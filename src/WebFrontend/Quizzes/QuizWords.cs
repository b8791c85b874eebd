using System.Globalization;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Marks, times and choices in words.</summary>
public static class QuizWords
{
    public static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
    public static string Percent(decimal value) => $"{value.ToString("0.#", CultureInfo.InvariantCulture)}\u00a0%";
    public static string Mark(decimal? mark, decimal max) => mark is { } m ? $"{Number(m)} of {Number(max)}" : $"– of {Number(max)}";
    public static string Points(decimal marks) => marks == 1 ? "1 point" : $"{Number(marks)} points";

    public static string Length(int seconds) =>
        seconds < 60 ? $"{seconds}\u00a0s" : seconds % 60 == 0 || seconds >= 3600 ? Durations.Words(seconds * 1000L) : $"{seconds / 60}\u00a0min {seconds % 60}\u00a0s";

    public static (string Kind, string Text) State(AttemptState state, bool passed, bool known) => state switch
    {
        AttemptState.Running => ("accent", "In progress"),
        AttemptState.HandedIn => ("", "Being marked"),
        AttemptState.NeedsGrading => ("warn", "Waits for marking"),
        _ => !known ? ("", "Handed in") : passed ? ("ok", "Passed") : ("bad", "Not passed"),
    };

    public static (string Kind, string Text) Correct(MarkState state) => state switch
    {
        MarkState.Right => ("ok", "Right"),
        MarkState.Partial => ("warn", "Partly right"),
        MarkState.Wrong => ("bad", "Wrong"),
        MarkState.NeedsPerson => ("", "Waits for marking"),
        _ => ("", "Not answered"),
    };

    public static string Counting(AttemptCounting counting) => counting switch
    {
        AttemptCounting.Last => "the last attempt counts",
        AttemptCounting.First => "the first attempt counts",
        AttemptCounting.Average => "the average of all attempts counts",
        _ => "the best attempt counts",
    };

    public static readonly IReadOnlyList<(string, string)> Countings =
        [(nameof(AttemptCounting.Highest), "The best attempt"), (nameof(AttemptCounting.Last), "The last attempt"), (nameof(AttemptCounting.First), "The first attempt"), (nameof(AttemptCounting.Average), "The average of all attempts")];

    public static readonly IReadOnlyList<(string, string)> Feedbacks =
        [(nameof(QuizFeedback.Deferred), "After the hand-in"), (nameof(QuizFeedback.Immediate), "At once: each question can be checked")];

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
