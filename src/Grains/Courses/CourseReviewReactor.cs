using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Courses;

/// <summary>Writes to the instructor when their course is approved or sent back. The mail's id is the event's: an event delivered twice is one mail.</summary>
internal sealed class CourseReviewReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "course-review-mails";
    public override IReadOnlyList<string> EventNames => ["course.approved", "course.sent_back"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var review = (await grains.Course(new CourseKey(e.Tenant, e.Id)).GetReview()).Value;
        if (review is null) return;
        var instructor = (await grains.User(new UserKey(e.Tenant, review.InstructorId)).Get()).Value;
        if (instructor is null || instructor.Suspended) return;
        var (subject, text) = e.Name == "course.approved"
            ? ($"“{review.Title}” is approved", "is approved as it stands: you can publish it, under Teaching.")
            // Submitted again meanwhile: then there is no reason to tell any more.
            : ($"“{review.Title}” came back to you", review.Review.State == CourseReviewState.SentBack ? $"was looked at and needs something before it can be published:\n\n{review.Review.Reason}\n\nChange it under Teaching and submit it again." : "was looked at and came back to you. You find it under Teaching.");
        Must(await grains.GetGrain<IMailGrain>($"{e.Tenant}/{e.EventId:n}").Queue(new QueueMail(instructor.Email, instructor.Name, subject, $"Hello {instructor.Name},\n\nyour course “{review.Title}” {text}\n", "course-review")));
    }
}
