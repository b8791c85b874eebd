using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Quizzes;

/// <summary>All attempts of one learner at one quiz: their single writer, so that the number of attempts, the clock and every answer are decided in one place. Key
/// <see cref="AttemptsKey"/>. Times are the server's; what a browser says of time is never read. An attempt ends at its deadline whether or not anybody is
/// connected; answers that were on their way are taken for another <see cref="AttemptClock.Grace"/>. Whoever is not its learner, nor staff, finds nothing
/// (<c>quizzes.not_found</c>).</summary>
public interface IAttemptsGrain : IGrainWithStringKey
{
    /// <summary>The learner's attempts and whether another may be begun.</summary>
    [Requires(Permission.SignedIn), Alias("Get")] Task<Result<AttemptsView>> Get();

    /// <summary>Begins an attempt, or answers with the one that runs. Questions are drawn here, once. Errors: <c>quizzes.not_open</c>, <c>quizzes.closed</c>,
    /// <c>quizzes.no_attempts_left</c>, <c>quizzes.no_questions</c>, <c>quizzes.too_few_questions</c>, <c>quizzes.not_enrolled</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Start")] Task<Result<AttemptPaper>> Start(StartAttempt command);

    /// <summary>The attempt as it can be gone on with: questions without keys, the saved answers, the clock.</summary>
    [Requires(Permission.SignedIn), Alias("GetPaper")] Task<Result<AttemptPaper>> GetPaper(int number);

    /// <summary>Saves answers; the receipt means that they are durable. A change counts where its <c>BaseRevision</c> is the answer's present revision, or this
    /// device wrote that one; else another device was faster: its answer stands, this one is kept beside it and told as a conflict. Safe to repeat. Errors:
    /// <c>quizzes.over</c> after the deadline and its grace, <c>quizzes.not_running</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Save")] Task<Result<SaveReceipt>> Save(SaveAnswers command);

    /// <summary>Immediate feedback: marks the saved answer of one question. Each try costs the penalty. Repeating a try with the answer it was made with is that try.
    /// Errors: <c>quizzes.changed</c> when another answer stands than the one that was seen.</summary>
    [Requires(Permission.SignedIn), Alias("Check")] Task<Result<AnswerView>> Check(CheckAnswer command);

    /// <summary>Hands the attempt in, with the last answers if some are given. Again: how it stands.</summary>
    [Requires(Permission.SignedIn), Alias("HandIn")] Task<Result<AttemptSummary>> HandIn(HandInAttempt command);

    /// <summary>An attempt looked back at: the learner sees what the quiz's review options show at the moment (<c>quizzes.no_review</c>), staff see all.</summary>
    [Requires(Permission.SignedIn), Alias("Review")] Task<Result<AttemptReview>> Review(int number);

    /// <summary>Whether the quiz's review options show the learner, at the moment, every mark that went into their grade.</summary>
    [Requires(Permission.System), Alias("ShowsGrade")] Task<bool> ShowsGrade();

    /// <summary>Takes an essay in hand for 15 minutes. Errors: <c>quizzes.claimed</c> by another, who is named, unless <c>TakeOver</c>.</summary>
    [Requires(Permission.Teach), Alias("Claim")] Task<Result<AttemptReview>> Claim(ClaimEssay command);
    [Requires(Permission.Teach), Alias("Release")] Task<Result<Receipt>> Release(ReleaseEssay command);

    /// <summary>Marks an essay, or marks it anew. Errors: <c>quizzes.claimed</c>, <c>quizzes.graded_meanwhile</c> when the mark's revision is another one,
    /// <c>quizzes.mark_invalid</c>.</summary>
    [Requires(Permission.Teach), Alias("Grade")] Task<Result<Receipt>> Grade(GradeEssay command);

    /// <summary>What the clock asks for: hands in what is over, marks what was handed in. Does nothing when nothing is due.</summary>
    [Requires(Permission.System), Alias("Attend")] Task<Result<Receipt>> Attend();

    /// <summary>Limit, dates or accommodations changed: the attempt that runs gets its deadline again.</summary>
    [Requires(Permission.System), Alias("Retime")] Task<Result<Receipt>> Retime();

    /// <summary>Marks again what was marked by an older key. Each attempt once a key. Answers how many it marked.</summary>
    [Requires(Permission.System), Alias("Regrade")] Task<Result<int>> Regrade(RegradeAttempts command);

    /// <summary>Which attempt counts or the passing mark changed: the grade by the quiz's present rules. No mark changes. Answers how many grades became another one: 0 or 1.</summary>
    [Requires(Permission.System), Alias("Recount")] Task<Result<int>> Recount();
}

/// <summary>The constants of time.</summary>
public static class AttemptClock
{
    /// <summary>How long after the deadline answers that were on their way are still taken. The attempt is handed in by itself at its end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>How long an essay stays in a grader's hand.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromMinutes(15);
}
