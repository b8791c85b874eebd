using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>When a person may begin, and when an attempt ends: the quiz's rules with what is different for them.</summary>
internal static class AttemptTimes
{
    public static DateTimeOffset? OpensAt(QuizRules rules) => rules.Override?.OpensAt ?? rules.Settings.OpensAt;
    public static DateTimeOffset? ClosesAt(QuizRules rules) => rules.Override?.ClosesAt ?? rules.Settings.ClosesAt;
    public static bool IsClosed(QuizRules rules, DateTimeOffset now) => ClosesAt(rules) <= now;

    /// <summary>Percent first, minutes after; rounded up to a whole second. Without a limit there is nothing to extend.</summary>
    public static int ExtraSeconds(QuizRules rules) =>
        rules is { Settings.TimeLimitSeconds: { } limit, Override: { } o } ? (int)(((long)limit * o.ExtraTimePercent + 99) / 100) + o.ExtraTimeMinutes * 60 : 0;

    public static int? LimitSeconds(QuizRules rules) => rules.Settings.TimeLimitSeconds + ExtraSeconds(rules);

    /// <summary>The limit from the start, or the closing if that is earlier. A preview of staff knows no closing.</summary>
    public static DateTimeOffset? Deadline(QuizRules rules, DateTimeOffset startedAt, bool preview)
    {
        var limit = LimitSeconds(rules) is { } seconds ? startedAt.AddSeconds(seconds) : (DateTimeOffset?)null;
        var closes = preview ? null : ClosesAt(rules);
        return limit is null || closes < limit ? closes : limit;
    }

    /// <summary>Null: as many as wanted, of which so many are kept.</summary>
    public static int? Allowed(QuizRules rules) =>
        rules.Settings.AttemptsAllowed == 0 ? null : Math.Min(Quiz.MaxAttempts, rules.Settings.AttemptsAllowed + (rules.Override?.ExtraAttempts ?? 0));

    /// <summary>Why no attempt can be begun; null when one can.</summary>
    public static Error? Refusal(QuizRules rules, int begun, bool preview, DateTimeOffset now)
    {
        if (rules.Slots.IsEmpty) return QuizErrors.NoQuestions;
        if (begun >= (preview ? Quiz.MaxAttempts : Allowed(rules) ?? Quiz.MaxAttempts)) return QuizErrors.NoAttemptsLeft;
        if (preview) return null;
        if (OpensAt(rules) is { } opens && opens > now) return QuizErrors.NotOpen(opens);
        return IsClosed(rules, now) ? QuizErrors.Closed : null;
    }

    /// <summary>What its learner may see of an attempt that has ended.</summary>
    public static ReviewShows Shows(QuizRules rules, DateTimeOffset handedInAt, DateTimeOffset now) =>
        IsClosed(rules, now) ? rules.Settings.Review.AfterClose
        : now - handedInAt < QuizReview.AtOnceFor ? rules.Settings.Review.AtOnce : rules.Settings.Review.WhileOpen;
}
