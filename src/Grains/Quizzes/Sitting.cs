using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

using Outcome = Decision<AttemptsState>;

/// <summary>The rules of sitting: beginning, answering from several devices, checking, handing in. Marks are in <see cref="Marking"/>.</summary>
internal static class Sitting
{
    public const int MaxOthers = 3, MaxCheckedText = 5_000, MaxWaiting = 100;
    public const long MaxText = 1_000_000;

    /// <param name="items">The paper as dealt for this start.</param>
    public static Outcome Start(AttemptsState state, QuizRules rules, ImmutableArray<PaperItem> items, long seed, bool preview, DateTimeOffset now)
    {
        if (state.Running is not null) return Outcome.NoChange(state);
        if (AttemptTimes.Refusal(rules, state.Attempts.Length, preview, now) is { } refused) return refused;
        if (items.IsEmpty) return QuizErrors.NoQuestions;
        if (state.Attempts.Sum(a => a.ToGrade.Length) > MaxWaiting) return QuizErrors.TooManyWaiting;
        var s = rules.Settings;
        var paper = new Paper(items, s.Feedback, s.Feedback == QuizFeedback.Immediate ? s.MaxTries : 1, s.PenaltyPercent, s.NegativeMarks);
        var attempt = new Attempt(state.Attempts.Length + 1, AttemptState.Running, seed, now, AttemptTimes.Deadline(rules, now, preview), AttemptTimes.ExtraSeconds(rules), null, false, 0,
            items.Length, 0, items.Sum(i => i.MaxMark), null, 0, []);
        var next = (state with { CourseId = rules.CourseId, LessonId = rules.LessonId, Preview = preview }).With(attempt) with { Data = AttemptData.None with { Paper = paper } };
        return Outcome.Of(next, new AttemptStarted(rules.CourseId, rules.LessonId, attempt.Number, attempt.Deadline, preview)) with { Records = [AttemptData.Put(attempt.Number, paper)] };
    }

    public static Outcome Save(AttemptsState state, SaveAnswers c, DateTimeOffset now)
    {
        if (state.Find(c.Number) is not { } attempt) return QuizErrors.AttemptNotFound;
        if (attempt.State != AttemptState.Running) return QuizErrors.NotRunning;
        if (IsOver(attempt, now)) return QuizErrors.Over;
        if (Check(state, c) is { } error) return error;

        var data = state.Data;
        var records = new List<RecordChange>();
        var revision = attempt.Revision + 1;
        foreach (var change in c.Changes)
        {
            var before = data.Answer(change.Place);
            var after = After(before, change, c, revision, now);
            if (ReferenceEquals(after, before)) continue;
            data = data with { Answers = data.Answers.SetItem(change.Place, after) };
            records.Add(AttemptData.Put(c.Number, after));
        }
        if (records.Count == 0) return Outcome.NoChange(state);
        if (data.Answers.Values.Sum(a => (long)Responses.Size(a.Response)) > MaxText) return QuizErrors.TooMuchText;
        attempt = attempt with { Revision = revision, Answered = data.Answers.Values.Count(a => !Responses.IsBlank(a.Response)) };
        return Outcome.Of(state.With(attempt) with { Data = data }) with { Records = [.. records] };
    }

    /// <summary>One answer after one change; the very same object when nothing is to be stored. An answer follows the device that saw it last: one that had not seen it is kept
    /// beside it, never put in its place.</summary>
    private static StoredAnswer After(StoredAnswer before, AnswerChange change, SaveAnswers c, long revision, DateTimeOffset now)
    {
        var own = before.DeviceId == c.DeviceId;
        // Its own later save came first: this one is history.
        if (own && c.Sequence <= before.Sequence) return before;
        // Also where it says what stands already: an earlier save of this device may still be on its way, and must not count when it comes.
        var after = own ? before with { Sequence = c.Sequence } : before;
        if (change.Response is { } given && Responses.Clean(given) is { } response)
        {
            var same = Responses.Same(response, before.Response);
            if (own || change.BaseRevision >= before.Revision)
            {
                after = after with { DeviceId = c.DeviceId, Sequence = c.Sequence };
                if (!same) after = after with { Response = response, Revision = revision, SavedAt = now };
            }
            else if (!same && !before.Others.Any(o => Responses.Same(o.Response, response)))
                after = after with { Others = [new(response, now, c.DeviceId), .. before.Others.Take(MaxOthers - 1)] };
        }
        if (change.Settled && !after.Others.IsEmpty && change.BaseRevision >= before.Revision) after = after with { Others = [] };
        if (change.Flagged is { } flagged && flagged != after.Flagged) after = after with { Flagged = flagged };
        return after;
    }

    private static Error? Check(AttemptsState state, SaveAnswers c)
    {
        if (c.Changes.IsDefault || c.Changes.Length > Quiz.MaxQuestions) return QuizErrors.BadSave("A save holds the answers of one attempt.");
        if (!KeySegment.IsValid(c.DeviceId)) return QuizErrors.Bad("deviceId", "A device names itself by 1 to 64 of a-z, 0-9, '-' and '_'.");
        var places = new HashSet<int>();
        foreach (var change in c.Changes)
        {
            if (change is null || change.Place < 1 || change.Place > state.Data.Paper.Items.Length || !places.Add(change.Place)) return QuizErrors.BadSave("A save names each place of the paper at most once.");
            if (change.Response is not null && Responses.Clean(change.Response) is null) return QuizErrors.BadSave($"The answer to question {change.Place} is too long, or holds characters that are not text.");
        }
        return null;
    }

    /// <summary>Where the answer given now was not taken because another device was faster.</summary>
    public static bool IsConflict(StoredAnswer answer, AnswerChange change) =>
        change.Response is { } given && Responses.Clean(given) is { } response && !Responses.Same(answer.Response, response) && answer.Others.Any(o => Responses.Same(o.Response, response));

    /// <param name="result">The answer as marked, with what tries cost.</param>
    public static Outcome Check(AttemptsState state, CheckAnswer c, MarkResult result, long revision, DateTimeOffset now)
    {
        if (RefuseCheck(state, c, now) is { } refused) return refused;
        var answer = state.Data.Answer(c.Place);
        // Another device changed it while it was marked.
        if (answer.Revision != revision) return AnswerChanged;
        if (IsChecked(answer)) return Outcome.NoChange(state);
        var after = answer with { Tries = answer.Tries.Add(new(answer.Response, now, result)) };
        var attempt = state.Find(c.Number)!;
        return Outcome.Of(state.With(attempt with { Revision = attempt.Revision + 1 }) with { Data = state.Data with { Answers = state.Data.Answers.SetItem(c.Place, after) } })
            with { Records = [AttemptData.Put(c.Number, after)] };
    }

    public static Error? RefuseCheck(AttemptsState state, CheckAnswer c, DateTimeOffset now)
    {
        if (state.Find(c.Number) is not { } attempt) return QuizErrors.AttemptNotFound;
        if (attempt.State != AttemptState.Running) return QuizErrors.NotRunning;
        if (IsOver(attempt, now)) return QuizErrors.Over;
        if (state.Data.Paper.Feedback != QuizFeedback.Immediate) return QuizErrors.NotImmediate;
        if (c.Place < 1 || c.Place > state.Data.Paper.Items.Length) return QuizErrors.BadSave("There is no such question on the paper.");
        var answer = state.Data.Answer(c.Place);
        if (c.Revision is { } seen && seen != answer.Revision) return AnswerChanged;
        if (Responses.IsBlank(answer.Response) || answer.Response.Text.Length > MaxCheckedText) return QuizErrors.NothingToCheck;
        return !IsChecked(answer) && answer.Tries.Length >= state.Data.Paper.MaxTries ? QuizErrors.NoTriesLeft : null;
    }

    private static Error AnswerChanged { get; } = Error.Conflict("quizzes.changed", "The answer was changed in the meantime. It was not checked: look at it, and check it again.");

    /// <summary>The last try was made with the answer as it stands.</summary>
    public static bool IsChecked(StoredAnswer answer) => !answer.Tries.IsEmpty && Responses.Same(answer.Tries[^1].Response, answer.Response);

    public static Outcome HandIn(AttemptsState state, HandInAttempt c, DateTimeOffset now)
    {
        if (state.Find(c.Number) is not { } attempt) return QuizErrors.AttemptNotFound;
        if (attempt.State != AttemptState.Running) return Outcome.NoChange(state);
        // Too late to add anything: what was saved in time is what is handed in.
        if (IsOver(attempt, now)) return End(state, attempt, automatic: true);
        if (c.Last is not { } last) return End(state, attempt, automatic: false, now);
        var saved = Save(state, last with { Number = c.Number }, now);
        if (saved.Error is { } error) return error;
        var ended = End(saved.State!, saved.State!.Find(c.Number)!, automatic: false, now);
        return ended with { Records = [.. saved.Records, .. ended.Records] };
    }

    /// <summary>By the clock: hands in what is over.</summary>
    public static Outcome Expire(AttemptsState state, DateTimeOffset now) =>
        state.Running is { } attempt && IsOver(attempt, now) ? End(state, attempt, automatic: true) : Outcome.NoChange(state);

    public static Outcome Retime(AttemptsState state, QuizRules rules)
    {
        if (state.Running is not { } attempt) return Outcome.NoChange(state);
        var deadline = AttemptTimes.Deadline(rules, attempt.StartedAt, state.Preview);
        var extra = AttemptTimes.ExtraSeconds(rules);
        return deadline == attempt.Deadline && extra == attempt.ExtraTimeSeconds ? Outcome.NoChange(state)
            : Outcome.Of(state.With(attempt with { Deadline = deadline, ExtraTimeSeconds = extra }), new AttemptRetimed(attempt.Number, deadline));
    }

    public static bool IsOver(Attempt attempt, DateTimeOffset now) => attempt.Deadline + AttemptClock.Grace <= now;

    private static Outcome End(AttemptsState state, Attempt attempt, bool automatic, DateTimeOffset? at = null)
    {
        var handedIn = attempt.Deadline is { } deadline && (at is null || deadline < at) ? deadline : at!.Value;
        return Outcome.Of(state.With(attempt with { State = AttemptState.HandedIn, HandedInAt = handedIn, Automatic = automatic }),
            new AttemptSubmitted(state.CourseId, attempt.Number, automatic, state.Preview));
    }
}
