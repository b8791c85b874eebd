using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>The document holds a line an attempt. Papers, answers and marks are records whose <c>seq</c> is the attempt's number, so that one attempt is a range read.</summary>
internal sealed record AttemptsState : IAggregateState<AttemptsState>
{
    public const string PaperRecord = "attempt_paper", AnswerRecord = "attempt_answer", MarkRecord = "attempt_mark";

    public static string AggregateType => "attempts";
    public static AttemptsState Empty { get; } = new();

    public string CourseId { get; init; } = "";
    public string LessonId { get; init; } = "";

    /// <summary>Of staff: nothing counts.</summary>
    public bool Preview { get; init; }
    public ImmutableArray<Attempt> Attempts { get; init; } = [];

    /// <summary>So many numbers were previews before their owner became a learner: records of theirs may be left, and go when an attempt gets the number.</summary>
    public int Forgotten { get; init; }

    /// <summary>When the clock wants something of this learner's attempts, in milliseconds since 1970: the end of the grace, or at once for what waits to be marked. The sweep finds
    /// attempts by it, whatever became of timers.</summary>
    public long? DueAtMs { get; init; }

    /// <summary>By the quiz's rule, of what is graded, as a part of 1.</summary>
    public decimal? Grade { get; init; }
    public bool Passed { get; init; }

    /// <summary>Of the last attempt, while it runs; from records.</summary>
    [JsonIgnore] public AttemptData Data { get; init; } = AttemptData.None;

    [JsonIgnore] public Attempt? Running => Attempts.IsEmpty || Attempts[^1].State != AttemptState.Running ? null : Attempts[^1];

    /// <summary>As one begins: what staff tried out is nothing to the learner that they have become.</summary>
    public AttemptsState For(bool preview) => !Preview || preview ? this : Empty with { CourseId = CourseId, LessonId = LessonId, Forgotten = Math.Max(Forgotten, Attempts.Length) };

    public Attempt? Find(int number) => number >= 1 && number <= Attempts.Length ? Attempts[number - 1] : null;

    public AttemptsState With(Attempt attempt)
    {
        var attempts = attempt.Number > Attempts.Length ? Attempts.Add(attempt) : Attempts.SetItem(attempt.Number - 1, attempt);
        return this with { Attempts = attempts, DueAtMs = attempts.Min(a => a.DueAtMs) };
    }
}

/// <param name="Number">From 1, in order.</param>
/// <param name="Seed">Shuffles the paper.</param>
/// <param name="ExtraTimeSeconds">What the accommodation added when the deadline was set.</param>
/// <param name="Revision">The number of durable changes of answers: the receipt.</param>
/// <param name="KeyVersion">Of the quiz, when it was marked.</param>
internal sealed record Attempt(
    int Number, AttemptState State, long Seed, DateTimeOffset StartedAt, DateTimeOffset? Deadline, int ExtraTimeSeconds, DateTimeOffset? HandedInAt, bool Automatic, long Revision,
    int Questions, int Answered, decimal MaxMark, decimal? Mark, int KeyVersion, ImmutableArray<WaitingEssay> ToGrade)
{
    [JsonIgnore]
    public long? DueAtMs => State switch
    {
        AttemptState.Running => (Deadline + AttemptClock.Grace)?.ToUnixTimeMilliseconds(),
        AttemptState.HandedIn => HandedInAt!.Value.ToUnixTimeMilliseconds(),
        _ => null,
    };

    [JsonIgnore] public decimal Fraction => Mark is { } mark && MaxMark > 0 ? decimal.Round(mark / MaxMark, 7, MidpointRounding.AwayFromZero) : 0;
}

internal sealed record WaitingEssay(int Place, string QuestionId, string? ClaimedBy = null, DateTimeOffset? ClaimedUntil = null)
{
    public string? HolderAt(DateTimeOffset now) => ClaimedBy is not null && ClaimedUntil > now ? ClaimedBy : null;
}

/// <summary>What was dealt, and by which rules it is answered.</summary>
internal sealed record Paper(ImmutableArray<PaperItem> Items, QuizFeedback Feedback, int MaxTries, decimal PenaltyPercent, bool NegativeMarks);

internal sealed record PaperItem(int Place, string QuestionId, int Version, decimal MaxMark)
{
    [JsonIgnore] public QuestionRef Question => new(QuestionId, Version);
}

/// <param name="Revision">Of the attempt, when this answer was taken last.</param>
/// <param name="Sequence">Of the device that wrote it.</param>
internal sealed record StoredAnswer(
    int Place, Response Response, long Revision, DateTimeOffset SavedAt, string DeviceId, long Sequence, bool Flagged, ImmutableArray<AnswerTry> Tries, ImmutableArray<OtherAnswer> Others)
{
    public static StoredAnswer Blank(int place) => new(place, Response.Empty, 0, default, "", 0, false, [], []);
}

internal sealed record AnswerTry(Response Response, DateTimeOffset At, MarkResult Result);

/// <param name="QuestionVersion">Whose key it was marked by.</param>
/// <param name="Mark">Null: waits for a person.</param>
/// <param name="ByUserId">Empty: the platform.</param>
internal sealed record StoredMark(
    int Place, string QuestionId, int QuestionVersion, MarkState State, decimal? Fraction, decimal? Mark, decimal MaxMark, string ByUserId, string Comment, int Revision, ImmutableArray<StoredMarkChange> History);

internal sealed record StoredMarkChange(DateTimeOffset At, string ByUserId, string Reason, decimal? Before, decimal? After, int QuestionVersion);

/// <summary>The records of one attempt.</summary>
internal sealed record AttemptData(Paper Paper, ImmutableSortedDictionary<int, StoredAnswer> Answers, ImmutableSortedDictionary<int, StoredMark> Marks)
{
    public static AttemptData None { get; } = new(
        new([], QuizFeedback.Deferred, 1, 0, false), ImmutableSortedDictionary<int, StoredAnswer>.Empty, ImmutableSortedDictionary<int, StoredMark>.Empty);

    public StoredAnswer Answer(int place) => Answers.GetValueOrDefault(place) ?? StoredAnswer.Blank(place);

    public static AttemptData Of(StoredRecord paper, IEnumerable<StoredRecord> answers, IEnumerable<StoredRecord> marks) => new(
        Read<Paper>(paper), answers.Select(Read<StoredAnswer>).ToImmutableSortedDictionary(a => a.Place, a => a), marks.Select(Read<StoredMark>).ToImmutableSortedDictionary(m => m.Place, m => m));

    public static RecordChange Put(int number, Paper paper) => RecordChange.Put(AttemptsState.PaperRecord, $"{number:d4}", number, paper);
    public static RecordChange Put(int number, StoredAnswer answer) => RecordChange.Put(AttemptsState.AnswerRecord, $"{number:d4}-{answer.Place:d3}", number, answer);
    public static RecordChange Put(int number, StoredMark mark) => RecordChange.Put(AttemptsState.MarkRecord, $"{number:d4}-{mark.Place:d3}", number, mark);

    /// <summary>Takes all away but the paper, which the next one replaces.</summary>
    public IEnumerable<RecordChange> Delete(int number) =>
        [.. Answers.Keys.Select(p => RecordChange.Delete(AttemptsState.AnswerRecord, $"{number:d4}-{p:d3}")), .. Marks.Keys.Select(p => RecordChange.Delete(AttemptsState.MarkRecord, $"{number:d4}-{p:d3}"))];

    private static T Read<T>(StoredRecord record) => JsonSerializer.Deserialize<T>(record.Json, HubJson.Options)!;
}
