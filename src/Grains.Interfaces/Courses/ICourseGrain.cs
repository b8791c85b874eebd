using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Courses;

/// <summary>A course: details, sections, lessons. Key <see cref="CourseKey"/>. Only its instructor and admins change it
/// (<c>courses.not_yours</c>). A draft is seen by them alone. Changes of a published course are seen at once.
/// Bounds: 60 sections, 2,000 lessons, 48 KiB of Markdown a lesson.</summary>
public interface ICourseGrain : IGrainWithStringKey
{
    [Requires(Permission.Teach), Alias("Create")] Task<Result<Receipt>> Create(CreateCourse command);
    [Requires(Permission.Teach), Alias("ChangeDetails")] Task<Result<Receipt>> ChangeDetails(ChangeCourseDetails command);

    [Requires(Permission.Teach), Alias("AddSection")] Task<Result<Receipt>> AddSection(AddSection command);
    [Requires(Permission.Teach), Alias("RenameSection")] Task<Result<Receipt>> RenameSection(RenameSection command);
    /// <summary>Removes the section with its lessons. What learners did in them stays recorded.</summary>
    [Requires(Permission.Teach), Alias("RemoveSection")] Task<Result<Receipt>> RemoveSection(RemoveSection command);

    [Requires(Permission.Teach), Alias("AddLesson")] Task<Result<Receipt>> AddLesson(AddLesson command);
    [Requires(Permission.Teach), Alias("ChangeLesson")] Task<Result<Receipt>> ChangeLesson(ChangeLesson command);
    [Requires(Permission.Teach), Alias("RemoveLesson")] Task<Result<Receipt>> RemoveLesson(RemoveLesson command);

    /// <summary>Moves a section (<c>ToSectionId</c> null) or a lesson to a place. With <c>ExpectedVersion</c>: <c>courses.changed</c>
    /// when another edit came between.</summary>
    [Requires(Permission.Teach), Alias("Move")] Task<Result<Receipt>> Move(MoveItem command);

    /// <summary>Asks to publish: checks that the course is complete (<c>courses.not_ready</c> says what is missing), marks it published and
    /// starts the publishing workflow (index, then notify). <c>courses.not_approved</c> where the academy approves courses first.</summary>
    [Requires(Permission.Teach), Alias("Publish")] Task<Result<Receipt>> Publish(PublishCourse command);
    /// <summary>Takes it out of the catalogue. Those enrolled keep access.</summary>
    [Requires(Permission.Teach), Alias("Unpublish")] Task<Result<Receipt>> Unpublish(UnpublishCourse command);

    /// <summary>Puts the course, as it stands, into the admins' queue. Refused while it is not complete (<c>courses.not_ready</c>). Safe to repeat; after an edit it is submitted as it stands then.</summary>
    [Requires(Permission.Teach), Alias("Submit")] Task<Result<Receipt>> Submit(SubmitCourse command);

    /// <summary>Errors: <c>courses.changed_since_seen</c>, <c>courses.not_submitted</c>.</summary>
    [Requires(Permission.ReviewCourses), Alias("Approve")] Task<Result<Receipt>> Approve(ApproveCourse command);

    /// <summary>Errors: <c>courses.reason_invalid</c>, <c>courses.not_submitted</c>.</summary>
    [Requires(Permission.ReviewCourses), Alias("SendBack")] Task<Result<Receipt>> SendBack(SendBackCourse command);

    /// <summary>Where the approval stands and what is different from the course as it was approved last. For its staff: not found to others.</summary>
    [Requires(Permission.Teach), ReadOnly, Alias("GetReview")] Task<Result<CourseReviewDetail>> GetReview();

    /// <summary>A video is ready (or gone: duration 0), for every lesson that names it. From the media reactor; one that no lesson names any more is ignored.</summary>
    [Requires(Permission.System), Alias("MediaReady")] Task<Result<Receipt>> MediaReady(LessonMediaReady command);

    /// <summary>The quiz of a lesson has so many questions now. From the quizzes' reactor; a lesson that is no quiz is left alone.</summary>
    [Requires(Permission.System), Alias("QuizChanged")] Task<Result<Receipt>> QuizChanged(LessonQuizChanged command);

    /// <summary>The questions or settings of a lesson's quiz were changed: what was submitted or approved is not this any more. From the quizzes' reactor, under the id of what happened. Nothing where the
    /// course was never submitted.</summary>
    [Requires(Permission.System), Alias("QuizEdited")] Task<Result<Receipt>> QuizEdited(LessonQuizEdited command);

    /// <summary>The captions of a video are other ones. From the media reactor; of a video that no lesson names it is ignored. Safe to repeat.</summary>
    [Requires(Permission.System), Alias("CaptionsChanged")] Task<Result<Receipt>> CaptionsChanged(LessonCaptionsChanged command);

    /// <summary>The outline as the caller may see it; not found for a draft that is not the caller's.</summary>
    [Requires(Permission.Anyone), ReadOnly, AlwaysInterleave, Alias("Get")] Task<Result<CourseView>> Get();

    /// <summary>What enrolment and progress need: never checks who asks.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("GetFacts")] Task<CourseFacts> GetFacts();

    /// <summary>What a shop needs: never checks who asks.</summary>
    [Requires(Permission.System), ReadOnly, AlwaysInterleave, Alias("GetOffer")] Task<CourseOffer> GetOffer();

    /// <summary>Whether this person may edit the course and sees the roster and the chat as staff.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("IsStaff")] Task<bool> IsStaff();

    /// <summary>A lesson's body for those who may see it: staff, the enrolled, anyone for a preview lesson of a published course.</summary>
    [Requires(Permission.Anyone), ReadOnly, AlwaysInterleave, Alias("GetLesson")] Task<Result<LessonView>> GetLesson(string lessonId);
}
