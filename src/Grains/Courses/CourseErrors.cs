using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Courses;

internal static class CourseErrors
{
    public static Error NotFound { get; } = Error.NotFound("courses.not_found", "There is no such course.");
    public static Error SectionNotFound { get; } = Error.NotFound("courses.section_not_found", "There is no such section in this course.");
    public static Error LessonNotFound { get; } = Error.NotFound("courses.lesson_not_found", "There is no such lesson in this course.");
    public static Error MediaNotFound { get; } = Error.NotFound("courses.media_not_found", "There is no such video in this course.");
    public static Error NotYours { get; } = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
    public static Error NotEnrolled { get; } = Error.Forbidden("courses.not_enrolled", "Enrol in this course to open the lesson.");
    public static Error Exists { get; } = Error.Conflict("courses.exists", "There is a course with this id already.");
    public static Error IdTaken { get; } = Error.Conflict("courses.id_taken", "Something in this course has this id already.");
    public static Error Changed { get; } = Error.Conflict("courses.changed", "The course was changed in the meantime. Look at it again before you move things.");
    public static Error NotApproved { get; } = Error.Conflict("courses.not_approved", "Your academy approves courses before they are published. Submit this one, and publish it once it is approved as it stands.");
    public static Error NotSubmitted { get; } = Error.Conflict("courses.not_submitted", "This course does not wait for an approval.");
    public static Error ChangedSinceSeen { get; } = Error.Conflict("courses.changed_since_seen", "The course was changed since you looked. Look at what is new before you approve it.");
    public static Error NotVideo { get; } = Error.Invalid("courses.not_video", "Only a video lesson can have a video.", "mediaId");

    public static Error BadId(string field) => Error.Invalid("courses.bad_id", "An id is 1 to 64 of a-z, 0-9, '-' and '_'.", field);
    public static Error Required(string field, string what) => Error.Invalid($"courses.{Snake(field)}_required", $"{what} must not be empty.", field);
    public static Error TooLong(string field, string what, int max) => Error.Invalid($"courses.{Snake(field)}_too_long", $"{what} may have at most {max:N0} characters.", field);
    public static Error TooLarge(string field, string what, int kilobytes) => Error.Invalid($"courses.{Snake(field)}_too_long", $"{what} may have at most {kilobytes} KB.", field);
    public static Error BadText(string field, string what) => Error.Invalid($"courses.{Snake(field)}_invalid", $"{what} holds characters that cannot be used.", field);
    public static Error BadValue(string field, string message) => Error.Invalid($"courses.{Snake(field)}_invalid", message, field);

    public static Error TooManySections { get; } = Error.Conflict("courses.too_many_sections", $"A course has at most {Course.MaxSections} sections.");
    public static Error TooManyLessons { get; } = Error.Conflict("courses.too_many_lessons", $"A course has at most {Course.MaxLessons:N0} lessons.");
    public static Error SectionFull { get; } = Error.Conflict("courses.section_full", $"A section has at most {Course.MaxLessonsInSection} lessons. Start another section.");

    public static Error NotReady(IReadOnlyList<string> missing)
    {
        const int shown = 8;
        var more = missing.Count > shown ? $", and {missing.Count - shown} more" : "";
        return Error.Conflict("courses.not_ready", $"Before this course can be published it needs: {string.Join(", ", missing.Take(shown))}{more}.");
    }

    private static string Snake(string field) => string.Concat(field.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"));
}
