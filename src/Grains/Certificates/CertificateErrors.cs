using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Certificates;

internal static class CertificateErrors
{
    public static Error NotFound { get; } = Error.NotFound("certificates.not_found", "There is no such certificate.");
    public static Error Incomplete { get; } = Error.Invalid("certificates.incomplete", "A certificate needs its holder, course and academy.");
    public static Error ReasonInvalid { get; } = Error.Invalid("certificates.reason_invalid", $"Say why, in 1 to {CertificateBook.MaxReason} characters.", "reason");
    public static Error ProgressInvalid { get; } = Error.Invalid("certificates.progress_invalid", "Say a whole number from 1 to 100.", "progressPercent");
    public static Error PassingGradeInvalid { get; } =
        Error.Invalid("certificates.passing_grade_invalid", "A passing grade is above 0 and at most 100, with at most two decimals. Leave it empty for none.", "passingGrade");
    public static Error NotUpToDate { get; } = new("certificates.not_up_to_date", "The lists of students and grades are not up to date yet.", ErrorKind.Unavailable);
    public static Error CourseNotFound { get; } = Error.NotFound("courses.not_found", "There is no such course.");
    public static Error NotStaff { get; } = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
    public static Error Template(string field, string message) => Error.Invalid("certificates.template_invalid", message, field);
    public static Error UnknownPlaceholder(string field, string word) =>
        Error.Invalid("certificates.unknown_placeholder", $"“{{{word}}}” is not filled in here. Known are {string.Join(", ", CertificateTemplates.Placeholders.Select(p => $"{{{p}}}"))}.", field);

}
