using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Gradebook;

internal static class GradebookErrors
{
    public static Error CourseNotFound { get; } = Error.NotFound("courses.not_found", "There is no such course.");
    public static Error NotYours { get; } = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
    public static Error NotEnrolled { get; } = Error.Forbidden("gradebook.not_enrolled", "You are not in this course.");
    public static Error ItemNotFound { get; } = Error.NotFound("gradebook.item_not_found", "There is no such quiz in this course.");
    public static Error StudentNotFound { get; } = Error.NotFound("gradebook.student_not_found", "There is no such student in this course.");
    public static Error CategoryNotFound { get; } = Error.NotFound("gradebook.category_not_found", "There is no such category.");
    public static Error GeneralStays { get; } = Error.Conflict("gradebook.general_stays", "The first category stays: items that belong nowhere else are in it.");
    public static Error TooMany { get; } = Error.Conflict("gradebook.too_many", $"A gradebook has at most {GradebookRules.MaxCategories} categories and {GradebookRules.MaxItems} items.");
    public static Error ReasonRequired { get; } = Error.Invalid("gradebook.reason_required", "Say why: the reason is kept with the change.", "reason");
    public static Error Bad(string field, string message) => Error.Invalid($"gradebook.{string.Concat(field.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"))}_invalid", message, field);
}
