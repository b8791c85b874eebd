using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Questions;

internal static class QuestionErrors
{
    public static Error NotFound { get; } = Error.NotFound("questions.not_found", "There is no such question.");
    public static Error VersionNotFound { get; } = Error.NotFound("questions.version_not_found", "This question has no such version.");
    public static Error CourseNotFound { get; } = Error.NotFound("courses.not_found", "There is no such course.");
    public static Error NotYours { get; } = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
    public static Error Exists { get; } = Error.Conflict("questions.exists", "There is a question with this id already.");
    public static Error Changed { get; } = Error.Conflict("questions.changed", "Someone else changed this question in the meantime. Look at it again before you save.");
    public static Error TooManyVersions { get; } = Error.Conflict("questions.too_many_versions", $"A question has at most {Question.MaxVersions} versions. Make a new question from it.");
    public static Error TooLarge { get; } = Error.Invalid("questions.too_large", "All texts of a question together may have at most 64 KB.", "text");
    public static Error BadDraw { get; } = Error.Invalid("questions.bad_draw", "A draw takes 1 to 200 questions of one course, with at most 20 tags.");
    public static Error BadTags { get; } = Error.Invalid("questions.tags_invalid", "At most 20 tags, each of at most 40 letters, digits, spaces and signs, without a comma.", "tags");
    public static Error GiftTooLarge { get; } = Error.Invalid("questions.gift_too_large", "An import has at most 512 KB and 500 questions. Split it.", "gift");

    public static Error Required(string field, string message) => Error.Invalid($"questions.{Code(field)}_required", message, field);
    public static Error Bad(string field, string message) => Error.Invalid($"questions.{Code(field)}_invalid", message, field);

    /// <summary><c>answers.2.weight</c> is the field; the code is about weights of answers.</summary>
    private static string Code(string field) => string.Join('_', field.Split('.').Where(p => !int.TryParse(p, out _)).Select(p => string.Concat(p.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"))));
}
