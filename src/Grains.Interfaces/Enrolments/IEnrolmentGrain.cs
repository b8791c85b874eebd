using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Enrolments;

/// <summary>A student in a course and how far they are. Key <see cref="MemberKey"/>. Progress is the union of the intervals
/// watched: the same after any order or repeat of reports, never over 100.</summary>
public interface IEnrolmentGrain : IGrainWithStringKey
{
    /// <summary>The caller enrols themself in a free published course. Again: the first answer. Errors: <c>enrolments.not_open</c>,
    /// <c>enrolments.not_free</c>, <c>enrolments.no_seats</c>, <c>enrolments.not_yours</c>, <c>enrolments.removed</c> (by the instructor).</summary>
    [Requires(Permission.SignedIn), Alias("Enrol")] Task<Result<Receipt>> Enrol(EnrolStudent command);

    /// <summary>Gives access on a ground: an order, a licence. Access lasts while any ground stands. Safe to repeat. Errors:
    /// <c>enrolments.removed</c> (by the instructor: no purchase undoes that), <c>enrolments.own_course</c>, <c>courses.not_found</c>.</summary>
    [Requires(Permission.System), Alias("Grant")] Task<Result<Receipt>> Grant(GrantAccess command);

    /// <summary>Takes a ground away. With the last one access is closed when this answers, as after <see cref="Remove"/>; progress is kept.
    /// Safe to repeat, also for a ground that never stood.</summary>
    [Requires(Permission.System), Alias("Revoke")] Task<Result<Receipt>> Revoke(RevokeAccess command);

    /// <summary>The student leaves; progress is kept for a return.</summary>
    [Requires(Permission.SignedIn), Alias("Leave")] Task<Result<Receipt>> Leave(LeaveCourse command);

    /// <summary>Staff remove the student. When this answers, the student sees nothing more of the course or its chat.</summary>
    [Requires(Permission.Teach), Alias("Remove")] Task<Result<Receipt>> Remove(RemoveStudent command);

    /// <summary>Staff let a removed student back in.</summary>
    [Requires(Permission.Teach), Alias("Readmit")] Task<Result<Receipt>> Readmit(ReadmitStudent command);

    /// <summary>Adds watched intervals. A video lesson completes at 90 % watched.</summary>
    [Requires(Permission.SignedIn), Alias("RecordProgress")] Task<Result<ProgressView>> RecordProgress(RecordProgress command);

    /// <summary>Marks a lesson complete, or not. A quiz is completed by passing it (<c>enrolments.quiz_lesson</c>).</summary>
    [Requires(Permission.SignedIn), Alias("CompleteLesson")] Task<Result<ProgressView>> CompleteLesson(CompleteLesson command);

    /// <summary>The student passed the quiz of a lesson, was excused from it, or given a grade that passes: it is complete, and stays so. Of one who never enrolled, or a lesson that
    /// is gone: nothing. From the reactors of quizzes and gradebook.</summary>
    [Requires(Permission.System), Alias("QuizPassed")] Task<Result<Receipt>> QuizPassed(QuizPassed command);

    /// <summary>Completes the course where every lesson it has now is done: one may be so without doing anything, when what was open is taken out. Else, and of one who is not in
    /// the course: nothing. Safe to repeat. From the reactor and the workflow of a removal.</summary>
    [Requires(Permission.System), Alias("Settle")] Task<Result<Receipt>> Settle();

    /// <summary>The enrolment, for the student and for staff. Active false when there is none.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("Get")] Task<Result<EnrolmentView>> Get();

    /// <summary>What a shop needs to know. Never checks who asks.</summary>
    [Requires(Permission.System), ReadOnly, AlwaysInterleave, Alias("GetStanding")] Task<EnrolmentStanding> GetStanding();

    /// <summary>Whether a place rests on no purchase (had for nothing, or given by the staff) and so counts for itself. Waits for a change under way, so that
    /// whoever was told of the change sees it.</summary>
    [Requires(Permission.System), ReadOnly, Alias("HoldsOwnSeat")] Task<bool> HoldsOwnSeat();

    /// <summary>Whether the person is enrolled now. For other grains.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("IsActive")] Task<bool> IsActive();
}
