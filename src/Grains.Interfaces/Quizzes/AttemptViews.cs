using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Interfaces.Quizzes;

/// <summary>HandedIn: being marked. NeedsGrading: essays wait for a person.</summary>
public enum AttemptState { Running, HandedIn, NeedsGrading, Graded }

/// <param name="Automatic">The clock handed it in.</param>
/// <param name="Mark">Null until it stands, or while the review options hide marks.</param>
/// <param name="ToGrade">Essays that wait.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Summary")]
public sealed record AttemptSummary(
    int Number, AttemptState State, DateTimeOffset StartedAt, DateTimeOffset? Deadline, DateTimeOffset? HandedInAt, bool Automatic, long Revision, int Questions,
    int Answered, decimal? Mark, decimal MaxMark, decimal? Percent, bool? Passed, int ToGrade, bool CanReview);

/// <param name="Refusal">Why no attempt can be begun now; null: one can.</param>
/// <param name="AttemptsLeft">Null: as many as wanted.</param>
/// <param name="Percent">The grade by the rule of the quiz, of what is graded and may be shown.</param>
/// <param name="Preview">Of staff: nothing counts.</param>
/// <param name="ExtraTimeSeconds">Of this person.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Attempts")]
public sealed record AttemptsView(
    string QuizId, string CourseId, string LessonId, string UserId, QuizSettings Settings, int Questions, decimal MaxMark, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt,
    int? TimeLimitSeconds, int ExtraTimeSeconds, int? AttemptsLeft, Error? Refusal, ImmutableArray<AttemptSummary> Attempts, decimal? Percent, bool? Passed, bool Preview,
    DateTimeOffset Now);

/// <param name="Now">The server's time of this answer: the browser's clock shows the difference and decides nothing.</param>
/// <param name="ExtraTimeSeconds">Of this person.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Paper")]
public sealed record AttemptPaper(
    string QuizId, string CourseId, string LessonId, int Number, AttemptState State, long Revision, DateTimeOffset StartedAt, DateTimeOffset? Deadline, DateTimeOffset Now,
    int ExtraTimeSeconds, QuizFeedback Feedback, int MaxTries, decimal PenaltyPercent, ImmutableArray<PaperQuestion> Questions);

[GenerateSerializer, Immutable, Alias("hub.quizzes.PaperQuestion")]
public sealed record PaperQuestion(int Place, decimal MaxMark, PresentedQuestion Question, AnswerView Answer);

/// <param name="Revision">0: never answered.</param>
/// <param name="Others">Answers of other devices that were not taken, the newest first.</param>
/// <param name="Checked">Immediate feedback of the last try; null when the answer changed since, or was not checked. The question's general feedback is in it once that was right, or no try is left.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Answer")]
public sealed record AnswerView(
    int Place, Response Response, long Revision, DateTimeOffset? SavedAt, bool Flagged, int TriesUsed, MarkResult? Checked, ImmutableArray<OtherAnswer> Others);

[GenerateSerializer, Immutable, Alias("hub.quizzes.OtherAnswer")]
public sealed record OtherAnswer(Response Response, DateTimeOffset At, string DeviceId);

/// <param name="Revision">The attempt's number of durable changes: the learner's receipt.</param>
/// <param name="Answers">Of every question named in the save, as it stands now.</param>
/// <param name="Conflicts">Places where another device's answer stands.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.SaveReceipt")]
public sealed record SaveReceipt(
    int Number, long Revision, DateTimeOffset SavedAt, DateTimeOffset Now, DateTimeOffset? Deadline, ImmutableArray<AnswerView> Answers, ImmutableArray<int> Conflicts);

/// <param name="Shows">What the caller may see; the rest is empty or null.</param>
/// <param name="Name">The learner's, for staff.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.AttemptReview")]
public sealed record AttemptReview(
    string QuizId, string CourseId, string LessonId, string UserId, string Name, AttemptSummary Summary, ReviewShows Shows, ImmutableArray<ReviewedQuestion> Questions,
    bool IsStaff);

/// <param name="State">Null where correctness is not shown.</param>
/// <param name="Claim">Who has the essay in hand; for staff.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Reviewed")]
public sealed record ReviewedQuestion(
    int Place, PresentedQuestion Question, Response Response, MarkState? State, decimal? Mark, decimal MaxMark, string Feedback, string RightAnswer,
    ImmutableArray<MarkedPart> Parts, string Comment, int MarkRevision, ImmutableArray<MarkChange> History, EssayClaim? Claim, string GraderNotes);

/// <param name="Reason"><c>marked</c>, <c>graded</c>, <c>regraded</c>.</param>
/// <param name="ByUserId">Empty: the platform.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.MarkChange")]
public sealed record MarkChange(DateTimeOffset At, string ByUserId, string ByName, string Reason, decimal? Before, decimal? After, int QuestionVersion);

[GenerateSerializer, Immutable, Alias("hub.quizzes.Claim")]
public sealed record EssayClaim(string UserId, string Name, DateTimeOffset Until);
