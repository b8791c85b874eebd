using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Quizzes;

/// <summary>Which attempt is the grade.</summary>
public enum AttemptCounting { Highest, Last, First, Average }

/// <summary>Deferred: marks come after the hand-in. Immediate: each question can be checked during the attempt, and tried again at a price.</summary>
public enum QuizFeedback { Deferred, Immediate }

/// <summary>What of an attempt is shown to its learner.</summary>
[Flags]
public enum ReviewShows { Nothing = 0, Answers = 1, Correctness = 2, Marks = 4, Feedback = 8, RightAnswers = 16, All = 31 }

/// <summary>What is shown when: in the first two minutes after the hand-in; later, while the quiz is open; after it has closed.</summary>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Review")]
public sealed record QuizReview(ReviewShows AtOnce, ReviewShows WhileOpen, ReviewShows AfterClose)
{
    public static readonly TimeSpan AtOnceFor = TimeSpan.FromMinutes(2);
    public static QuizReview Everything { get; } = new(ReviewShows.All, ReviewShows.All, ReviewShows.All);

    /// <summary>What was right is for those who cannot try again.</summary>
    public static QuizReview Standard { get; } = new(ReviewShows.All & ~ReviewShows.RightAnswers, ReviewShows.All & ~ReviewShows.RightAnswers, ReviewShows.All);
}

/// <summary>How a quiz is sat. Times of an attempt that runs follow changes of limit and dates at once.</summary>
/// <param name="Instructions">Markdown, at most 8 KB.</param>
/// <param name="TimeLimitSeconds">Null: none. At most seven days.</param>
/// <param name="AttemptsAllowed">0: as many as wanted (at most 100 are kept).</param>
/// <param name="PassPercent">0 to 100, two decimals.</param>
/// <param name="MaxTries">Immediate feedback: how often one question may be checked, 1 to 10; what is answered after the last try does not count.</param>
/// <param name="PenaltyPercent">Immediate feedback: what every earlier try costs, of the question's mark.</param>
/// <param name="NegativeMarks">Wrong choices may cost marks, as far as their questions say so. The whole is never below 0.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Settings")]
public sealed record QuizSettings(
    string Instructions, int? TimeLimitSeconds, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int AttemptsAllowed, AttemptCounting Counting, decimal PassPercent,
    QuizFeedback Feedback, int MaxTries, decimal PenaltyPercent, bool NegativeMarks, bool Shuffle, QuizReview Review)
{
    public static QuizSettings Standard { get; } =
        new("", null, null, null, 0, AttemptCounting.Highest, 60, QuizFeedback.Deferred, 3, 0, false, false, QuizReview.Standard);
}

/// <summary>A place in the quiz: one question of the bank, or so many drawn from it for each attempt.</summary>
/// <param name="QuestionId">The fixed question; null for a draw.</param>
/// <param name="Tags">A draw takes only questions that carry all of these; empty: any of the course's bank.</param>
/// <param name="Count">How many are drawn; 1 for a fixed question.</param>
/// <param name="Marks">Of each question, above 0, at most 1,000, two decimals.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Slot")]
public sealed record QuizSlot(string SlotId, string? QuestionId, ImmutableArray<string> Tags, int Count, decimal Marks)
{
    public bool IsDraw => QuestionId is null;
}

/// <summary>What is different for one person. Null or 0: as for all.</summary>
/// <param name="ExtraTimePercent">Of the time limit, 0 to 400.</param>
/// <param name="ExtraTimeMinutes">Added after the percentage, 0 to 10,080.</param>
/// <param name="ExtraAttempts">0 to 100.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Override")]
public sealed record QuizOverride(string UserId, int ExtraTimePercent, int ExtraTimeMinutes, int ExtraAttempts, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt);
