using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

using Outcome = Decision<AttemptsState>;

/// <summary>The rules of marks: an attempt marked at its hand-in, essays by people, everything again after a mended key; and which attempt is the grade.</summary>
internal static class Marking
{
    public const int MaxComment = 4_000, MaxHistory = 50;
    private const string Marked = "marked", Graded = "graded", Regraded = "regraded";

    /// <param name="results">One a place, in the paper's order.</param>
    public static Outcome Mark(AttemptsState state, int number, AttemptData data, ImmutableArray<MarkResult> results, QuizRules rules, DateTimeOffset now)
    {
        if (state.Find(number) is not { State: AttemptState.HandedIn } attempt) return Outcome.NoChange(state);
        var marks = data.Paper.Items.Zip(results, (item, result) => Fresh(item, result, now)).ToImmutableSortedDictionary(m => m.Place, m => m);
        var waiting = marks.Values.Where(m => m.Mark is null).Select(m => new WaitingEssay(m.Place, m.QuestionId)).ToImmutableArray();
        attempt = attempt with { State = waiting.IsEmpty ? AttemptState.Graded : AttemptState.NeedsGrading, ToGrade = waiting, KeyVersion = rules.KeyVersion, Mark = Total(marks.Values) };
        var next = Counted(state.With(attempt), rules);
        DomainEvent happened = waiting.IsEmpty ? GradedEvent(next, attempt) : new AttemptGradingChanged(number, 0, waiting.Length);
        return Outcome.Of(next, happened) with { Records = [.. marks.Values.Select(m => AttemptData.Put(number, m))] };
    }

    /// <summary>Marks again by the quiz's present key; what a person marked stays theirs.</summary>
    public static Outcome Regrade(AttemptsState state, int number, AttemptData data, ImmutableArray<MarkResult> results, QuizRules rules, DateTimeOffset now)
    {
        if (state.Find(number) is not { State: AttemptState.Graded or AttemptState.NeedsGrading } attempt || attempt.KeyVersion >= rules.KeyVersion) return Outcome.NoChange(state);
        var before = attempt.Mark;
        var marks = data.Marks;
        var changed = new List<StoredMark>();
        foreach (var (item, result) in data.Paper.Items.Zip(results))
        {
            if (!marks.TryGetValue(item.Place, out var old) || old.ByUserId.Length > 0 || old.Mark is null || old.QuestionVersion == result.Question.Version) continue;
            var fresh = Fresh(item, result, now);
            if (fresh.Mark is null) continue;
            var mark = fresh with { Revision = old.Revision + 1, History = History(old.History, new(now, "", Regraded, old.Mark, fresh.Mark, fresh.QuestionVersion)) };
            marks = marks.SetItem(item.Place, mark);
            changed.Add(mark);
        }
        attempt = attempt with { KeyVersion = rules.KeyVersion, Mark = Total(marks.Values) };
        var next = Counted(state.With(attempt), rules);
        return Outcome.Of(next, RegradedEvent(next, attempt, before, byKey: true)) with { Records = [.. changed.Select(m => AttemptData.Put(number, m))] };
    }

    /// <summary>The grade by the quiz's present rules, where it is another one or passes now, or no more. Marks stay as they are.</summary>
    public static Outcome Recount(AttemptsState state, QuizRules rules)
    {
        var next = Counted(state, rules);
        return next == state || state.Attempts.LastOrDefault(a => a.State == AttemptState.Graded) is not { } last
            ? Outcome.NoChange(state) : Outcome.Of(next, RegradedEvent(next, last, last.Mark, byKey: false));
    }

    public static Outcome Claim(AttemptsState state, ClaimEssay c, Actor actor, Func<string, string> nameOf, DateTimeOffset now)
    {
        if (state.Find(c.Number) is not { } attempt) return QuizErrors.AttemptNotFound;
        if (attempt.ToGrade.FirstOrDefault(e => e.Place == c.Place) is not { } essay) return QuizErrors.NotAnEssay;
        if (essay.HolderAt(now) is { } holder && holder != actor.UserId && !c.TakeOver) return QuizErrors.Claimed(nameOf(holder));
        return Essays(state, attempt, c.Place, essay with { ClaimedBy = actor.UserId, ClaimedUntil = now + AttemptClock.Claim });
    }

    /// <summary>What is not held, or held by another, is left alone.</summary>
    public static Outcome Release(AttemptsState state, ReleaseEssay c, Actor actor)
    {
        if (state.Find(c.Number) is not { } attempt) return QuizErrors.AttemptNotFound;
        return attempt.ToGrade.FirstOrDefault(e => e.Place == c.Place) is { } essay && essay.ClaimedBy == actor.UserId
            ? Essays(state, attempt, c.Place, essay with { ClaimedBy = null, ClaimedUntil = null }) : Outcome.NoChange(state);
    }

    /// <summary>A person marks an essay, or changes their mind later.</summary>
    public static Outcome Grade(AttemptsState state, GradeEssay c, AttemptData data, QuizRules rules, Actor actor, Func<string, string> nameOf, DateTimeOffset now)
    {
        if (state.Find(c.Number) is not { State: AttemptState.NeedsGrading or AttemptState.Graded } attempt) return QuizErrors.AttemptNotFound;
        if (!data.Marks.TryGetValue(c.Place, out var old) || old.Mark is not null && old.ByUserId.Length == 0) return QuizErrors.NotAnEssay;
        if (c.Mark < 0 || c.Mark > old.MaxMark || decimal.Round(c.Mark, 2) != c.Mark) return QuizErrors.BadMark(old.MaxMark);
        var comment = (c.Comment ?? "").ReplaceLineEndings("\n").Trim();
        if (comment.Length > MaxComment || !PlainText.IsWellFormed(comment)) return QuizErrors.BadComment;
        if (c.ExpectedRevision != old.Revision) return QuizErrors.GradedMeanwhile;
        if (attempt.ToGrade.FirstOrDefault(e => e.Place == c.Place)?.HolderAt(now) is { } holder && holder != actor.UserId) return QuizErrors.Claimed(nameOf(holder));
        if (old.Mark == c.Mark && old.Comment == comment) return Outcome.NoChange(state);

        var fraction = old.MaxMark > 0 ? decimal.Round(c.Mark / old.MaxMark, 7, MidpointRounding.AwayFromZero) : 0;
        var mark = old with
        {
            Mark = c.Mark, Fraction = fraction, State = fraction >= 1 ? MarkState.Right : fraction > 0 ? MarkState.Partial : MarkState.Wrong, ByUserId = actor.UserId, Comment = comment,
            Revision = old.Revision + 1, History = History(old.History, new(now, actor.UserId, Graded, old.Mark, c.Mark, old.QuestionVersion)),
        };
        var (before, was) = (attempt.Mark, attempt.State);
        var waiting = attempt.ToGrade.RemoveAll(e => e.Place == c.Place);
        attempt = attempt with { ToGrade = waiting, State = waiting.IsEmpty ? AttemptState.Graded : AttemptState.NeedsGrading, Mark = Total(data.Marks.SetItem(c.Place, mark).Values) };
        var next = Counted(state.With(attempt), rules);
        DomainEvent[] happened = was == AttemptState.Graded ? [RegradedEvent(next, attempt, before, byKey: false)]
            : waiting.IsEmpty ? [new AttemptGradingChanged(c.Number, c.Place, 0), GradedEvent(next, attempt)] : [new AttemptGradingChanged(c.Number, c.Place, waiting.Length)];
        return Outcome.Of(next, happened) with { Records = [AttemptData.Put(c.Number, mark)] };
    }

    /// <summary>What one answer asks of the marker. With tries, each costs and the best counts: they are asked in rounds, the first tries of all questions first.</summary>
    public static MarkRequest Request(Paper paper, PaperItem item, QuizRules rules, Response response, int earlierTries, decimal? best) =>
        new(new(item.QuestionId, KeyOf(item, rules)), response, item.MaxMark, paper.NegativeMarks, paper.PenaltyPercent / 100, earlierTries, best);

    /// <summary>The answers to be marked one after another: each try, then the answer as it stands unless it is the last try, or there was no try left for it.</summary>
    public static ImmutableArray<Response> Rounds(StoredAnswer answer, Paper paper) =>
        [.. answer.Tries.Select(t => t.Response).Concat(Sitting.IsChecked(answer) || IsUsedUp(answer, paper) ? [] : [answer.Response])];

    /// <summary>Every try for the question was made: what is answered afterwards does not count.</summary>
    public static bool IsUsedUp(StoredAnswer answer, Paper paper) => !answer.Tries.IsEmpty && answer.Tries.Length >= paper.MaxTries;

    /// <summary>The answer as it was handed in: with the last try, where none was left for another answer.</summary>
    public static StoredAnswer Final(StoredAnswer answer, Paper paper) => IsUsedUp(answer, paper) ? answer with { Response = answer.Tries[^1].Response } : answer;

    /// <summary>Of two tries the one that counts: of equal ones the later, unless it is no answer. Marked in order, the later carries the best mark so far.</summary>
    public static MarkResult Better(MarkResult best, MarkResult later) =>
        later.Adjusted > best.Adjusted || later.Adjusted == best.Adjusted && later.State != MarkState.Unanswered ? later : best;

    /// <summary>The version whose key marks the item: the one dealt, or a later one that mended it.</summary>
    private static int KeyOf(PaperItem item, QuizRules rules)
    {
        foreach (var (question, version) in rules.Corrections)
            if (question == item.QuestionId) return Math.Max(version, item.Version);
        return item.Version;
    }

    /// <summary>The grade of all attempts by the quiz's rule, and whether it passes.</summary>
    private static AttemptsState Counted(AttemptsState state, QuizRules rules)
    {
        var counting = rules.Settings.Counting;
        // Of the first alone, also while it waits and a second is marked already.
        var candidates = counting == AttemptCounting.First ? state.Attempts.Take(1) : state.Attempts;
        var grade = Count([.. candidates.Where(a => a.State == AttemptState.Graded).Select(a => a.Fraction)], counting);
        return state with { Grade = grade, Passed = grade * 100 >= rules.Settings.PassPercent };
    }

    public static decimal? Count(ImmutableArray<decimal> fractions, AttemptCounting counting) => fractions.IsEmpty ? null : counting switch
    {
        AttemptCounting.Last => fractions[^1],
        AttemptCounting.First => fractions[0],
        AttemptCounting.Average => decimal.Round(fractions.Average(), 7, MidpointRounding.AwayFromZero),
        _ => fractions.Max(),
    };

    /// <summary>Null while one waits for a person. Wrong choices may take from others, but never below nothing.</summary>
    private static decimal? Total(IEnumerable<StoredMark> marks)
    {
        var sum = 0m;
        foreach (var mark in marks)
        {
            if (mark.Mark is not { } earned) return null;
            sum += earned;
        }
        return Math.Max(0, sum);
    }

    private static StoredMark Fresh(PaperItem item, MarkResult result, DateTimeOffset now)
    {
        var waits = result.State == MarkState.NeedsPerson;
        var mark = waits ? (decimal?)null : result.Mark;
        ImmutableArray<StoredMarkChange> history = waits ? [] : [new(now, "", Marked, null, mark, result.Question.Version)];
        return new(item.Place, item.QuestionId, result.Question.Version, result.State, waits ? null : result.Adjusted, mark, item.MaxMark, "", "", waits ? 0 : 1, history);
    }

    private static Outcome Essays(AttemptsState state, Attempt attempt, int place, WaitingEssay essay) => Outcome.Of(
        state.With(attempt with { ToGrade = [.. attempt.ToGrade.Select(e => e.Place == place ? essay : e)] }), new AttemptGradingChanged(attempt.Number, place, attempt.ToGrade.Length));

    private static ImmutableArray<StoredMarkChange> History(ImmutableArray<StoredMarkChange> history, StoredMarkChange change) => [.. history.Append(change).TakeLast(MaxHistory)];

    private static AttemptGraded GradedEvent(AttemptsState s, Attempt a) =>
        new(s.CourseId, s.LessonId, a.Number, a.Mark ?? 0, a.MaxMark, s.Grade, s.Passed, a.KeyVersion, s.Preview);

    private static AttemptRegraded RegradedEvent(AttemptsState s, Attempt a, decimal? before, bool byKey) =>
        new(s.CourseId, s.LessonId, a.Number, before, a.Mark, a.MaxMark, s.Grade, s.Passed, a.KeyVersion, byKey, s.Preview);
}
