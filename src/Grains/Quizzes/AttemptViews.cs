using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>The state as others may see it. What the review options hide at the moment is not in it.</summary>
internal static class AttemptViews
{
    public static AttemptsView All(AttemptsKey key, AttemptsState state, QuizRules rules, AttemptAccess access, Error? refusal, DateTimeOffset now)
    {
        var shown = state.Attempts.Select(a => Summary(a, state, rules, access.IsStaff, now)).ToImmutableArray();
        var mayTell = access.IsStaff || ShowsGrade(state, rules, now);
        int? left = AttemptTimes.Allowed(rules) is { } allowed ? Math.Max(0, allowed - state.Attempts.Length) : null;
        return new(rules.QuizId, rules.CourseId, rules.LessonId, key.UserId, rules.Settings, rules.Slots.Sum(s => s.Count), rules.Slots.Sum(s => s.Count * s.Marks),
            AttemptTimes.OpensAt(rules), AttemptTimes.ClosesAt(rules), AttemptTimes.LimitSeconds(rules), AttemptTimes.ExtraSeconds(rules), access.IsPreview ? null : left, refusal, shown,
            mayTell ? state.Grade * 100 : null, mayTell && state.Grade is not null ? state.Passed : null, access.IsPreview, now);
    }

    /// <summary>The grade tells marks: its learner sees it when all that went into it may be seen.</summary>
    public static bool ShowsGrade(AttemptsState state, QuizRules rules, DateTimeOffset now) =>
        state.Attempts.Where(a => a.State == AttemptState.Graded).All(a => AttemptTimes.Shows(rules, a.HandedInAt!.Value, now).HasFlag(ReviewShows.Marks));

    public static AttemptSummary Summary(Attempt a, AttemptsState state, QuizRules rules, bool isStaff, DateTimeOffset now)
    {
        var ended = a.State != AttemptState.Running;
        var shows = isStaff ? ReviewShows.All : ended ? AttemptTimes.Shows(rules, a.HandedInAt!.Value, now) : ReviewShows.Nothing;
        var mark = shows.HasFlag(ReviewShows.Marks) ? a.Mark : null;
        return new(a.Number, a.State, a.StartedAt, a.Deadline, a.HandedInAt, a.Automatic, a.Revision, a.Questions, a.Answered, mark, a.MaxMark,
            mark is null ? null : a.Fraction * 100, mark is null ? null : a.Fraction * 100 >= rules.Settings.PassPercent, a.ToGrade.Length,
            a.State is AttemptState.NeedsGrading or AttemptState.Graded && shows != ReviewShows.Nothing);
    }

    public static AttemptPaper Paper(AttemptsKey key, QuizRules rules, Attempt a, AttemptData data, ImmutableArray<PresentedQuestion> questions, DateTimeOffset now) => new(
        key.QuizId, rules.CourseId, rules.LessonId, a.Number, a.State, a.Revision, a.StartedAt, a.Deadline, now, a.ExtraTimeSeconds, data.Paper.Feedback, data.Paper.MaxTries, data.Paper.PenaltyPercent,
        [.. data.Paper.Items.Zip(questions, (item, question) => new PaperQuestion(item.Place, item.MaxMark, question, Answer(data.Answer(item.Place), data.Paper)))]);

    public static AnswerView Answer(StoredAnswer a, Paper paper) => new(
        a.Place, a.Response, a.Revision, a.Revision == 0 ? null : a.SavedAt, a.Flagged, a.Tries.Length, Sitting.IsChecked(a) ? Tried(a.Tries[^1].Result, Marking.IsUsedUp(a, paper)) : null, a.Others);

    /// <summary>What a try tells during the attempt: whether it was right and what is said of what was chosen, not what would have been. What is said of the question in general may give
    /// the answer away: it waits until it is right, or cannot be tried again.</summary>
    private static MarkResult Tried(MarkResult result, bool last) => result with { RightAnswer = "", Feedback = last || result.State == MarkState.Right ? result.Feedback : "" };

    public static ReviewedQuestion Reviewed(
        PaperItem item, PresentedQuestion question, StoredAnswer answer, StoredMark? mark, MarkResult result, ReviewShows shows, EssayClaim? claim, string graderNotes, IReadOnlyDictionary<string, string> names, bool isStaff)
    {
        var feedback = shows.HasFlag(ReviewShows.Feedback);
        var correctness = shows.HasFlag(ReviewShows.Correctness);
        var parts = correctness || feedback ? result.Parts.Select(p => new MarkedPart(p.Id, correctness ? p.Fraction : 0, feedback ? p.Feedback : "")).ToImmutableArray() : [];
        return new(item.Place, question, shows.HasFlag(ReviewShows.Answers) ? answer.Response : Response.Empty, correctness ? mark?.State ?? result.State : null,
            shows.HasFlag(ReviewShows.Marks) ? mark?.Mark : null, item.MaxMark, feedback ? result.Feedback : "", shows.HasFlag(ReviewShows.RightAnswers) ? result.RightAnswer : "",
            parts, feedback ? mark?.Comment ?? "" : "", mark?.Revision ?? 0,
            isStaff || shows.HasFlag(ReviewShows.Marks) ? [.. (mark?.History ?? []).Select(h => new MarkChange(h.At, isStaff ? h.ByUserId : "", isStaff ? names.GetValueOrDefault(h.ByUserId, "") : "", h.Reason, h.Before, h.After, h.QuestionVersion))] : [],
            isStaff ? claim : null, isStaff ? graderNotes : "");
    }
}
