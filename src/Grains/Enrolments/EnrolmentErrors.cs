using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Enrolments;

internal static class EnrolmentErrors
{
    public static Error NotOpen { get; } = Error.NotFound("enrolments.not_open", "This course is not open for enrolment.");
    public static Error NotFree { get; } = Error.Conflict("enrolments.not_free", "This course has a price. Buy it to join.");
    public static Error OwnCourse { get; } = Error.Conflict("enrolments.own_course", "This is your own course: you see everything in it already and need no place.");
    public static Error NotYours { get; } = Error.Forbidden("enrolments.not_yours", "This place in the course belongs to somebody else.");
    public static Error Removed { get; } = Error.Forbidden("enrolments.removed", "You were removed from this course. Only its instructor can let you back in.");
    public static Error NotEnrolled { get; } = Error.Forbidden("enrolments.not_enrolled", "You are not enrolled in this course.");
    public static Error NotFound { get; } = Error.NotFound("enrolments.not_found", "This person is not in this course.");
    public static Error NotRemoved { get; } = Error.Conflict("enrolments.not_removed", "This person was not removed.");
    public static Error LessonNotFound { get; } = Error.NotFound("courses.lesson_not_found", "There is no such lesson in this course.");
    public static Error CourseNotFound { get; } = Error.NotFound("courses.not_found", "There is no such course.");
    public static Error NotStaff { get; } = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
    public static Error NoVideo { get; } = Error.NotFound("enrolments.no_video", "This lesson has no video that could be watched.");
    public static Error TooManyIntervals { get; } = Error.Invalid("enrolments.too_many_intervals", $"A report holds at most {Enrolment.MaxIntervals} intervals.", "intervals");
    public static Error TooFragmented { get; } = Error.Invalid("enrolments.too_fragmented", "These pieces are too many and too small to be watched by a person.", "intervals");
    public static Error BadInterval { get; } = Error.Invalid("enrolments.bad_interval", "An interval goes from 0 or later to a later moment.", "intervals");
    public static Error BadPosition { get; } = Error.Invalid("enrolments.bad_position", "A position is 0 or later.", "positionMs");
    public static Error ReasonTooLong { get; } = Error.Invalid("enrolments.reason_too_long", $"A reason may have at most {Enrolment.MaxReason} characters.", "reason");
    public static Error QuizLesson { get; } = Error.Conflict("enrolments.quiz_lesson", "A quiz is completed by passing it.");
    public static Error NoSeats { get; } = Error.Conflict("enrolments.no_seats", "All places in this course are taken.");
    public static Error SeatsLeft { get; } = Error.Conflict("enrolments.seats_left", "There are places left: you need not wait.");
    public static Error EnrolledAlready { get; } = Error.Conflict("enrolments.enrolled_already", "You are in this course already.");
    public static Error ListFull { get; } = Error.Conflict("enrolments.list_full", $"{WaitingList.Most:N0} people wait already. Look again later.");
    public static Error BadSeats { get; } = Error.Invalid("enrolments.bad_seats", $"Between 1 and {SeatPool.MaxAtOnce} places can be reserved at once.", "count");
    public static Error NoReservation { get; } = Error.Conflict("enrolments.no_reservation", "No places are reserved for this order.");
    public static Error SeatsBusy { get; } = new("enrolments.seats_busy", "Very many people are buying this course at this moment. Try again in a minute.", ErrorKind.Unavailable);
    public static Error BadGround { get; } = Error.Invalid("enrolments.bad_ground", "A ground is 1 to 64 of a-z, 0-9, '-' and '_'.", "ground");
    public static Error BadReason { get; } = Error.Invalid("enrolments.bad_reason", "A reason is a code: 1 to 64 of a-z, 0-9, '-' and '_'.", "reason");
    public static Error TooManyGrounds { get; } = Error.Conflict("enrolments.too_many_grounds", $"A place rests on at most {Enrolment.MaxGrounds} orders and licences.");
    public static Error ChatOpen { get; } = new("enrolments.chat_open",
        "The person was removed, and the chat is still being closed for them. Try again in a moment to be sure.", ErrorKind.Unavailable);
}
