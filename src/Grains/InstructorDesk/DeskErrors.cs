using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.InstructorDesk;

internal static class DeskErrors
{
    public static Error CourseNotFound { get; } = Error.NotFound("courses.not_found", "There is no such course.");
    public static Error NotStaff { get; } = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
    public static Error NotMember { get; } = Error.Forbidden("announcements.not_member", "Announcements are for those who are in the course.");
    public static Error AnnouncementNotFound { get; } = Error.NotFound("announcements.not_found", "There is no such announcement.");
    public static Error TitleInvalid { get; } = Error.Invalid("announcements.title_invalid", $"A title has 1 to {Announcements.MaxTitle} characters.", "title");
    public static Error TextInvalid { get; } = Error.Invalid("announcements.text_invalid", $"The text has 1 to {Announcements.MaxText:N0} characters.", "text");
    public static Error MomentInvalid { get; } = Error.Invalid("announcements.moment_invalid", "Plan it for a moment within a year.", "at");
    public static Error TooManyPlanned { get; } = Error.Conflict("announcements.too_many", $"At most {Announcements.MaxPlanned} announcements wait for their moment. Withdraw one first.");
    public static Error IdTaken { get; } = Error.Conflict("announcements.id_taken", "Another announcement has this id.");
    public static Error Held { get; } = new("announcements.held", "Its author may not post in this course at the moment.", ErrorKind.Unavailable);
    public static Error NotHeld { get; } = Error.Conflict("announcements.not_held", "This announcement is not held: it was posted, or its author may post it.");
    public static Error TooEarly { get; } = new("announcements.too_early", "Its moment has not come.", ErrorKind.Unavailable);
}
