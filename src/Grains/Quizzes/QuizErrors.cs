using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Quizzes;

internal static class QuizErrors
{
    public static Error NotFound { get; } = Error.NotFound("quizzes.not_found", "There is no such quiz.");
    public static Error NotYours { get; } = Error.Forbidden("courses.not_yours", "Only the instructor of this course may do this.");
    public static Error NotAQuiz { get; } = Error.NotFound("quizzes.not_a_quiz", "This lesson is not a quiz.");
    public static Error Changed { get; } = Error.Conflict("quizzes.changed", "The quiz was changed in the meantime. Look at it again before you save.");
    public static Error SlotNotFound { get; } = Error.NotFound("quizzes.slot_not_found", "This place is not in the quiz any more.");
    public static Error SlotTaken { get; } = Error.Conflict("quizzes.id_taken", "There is a place with this id already.");
    public static Error TooManySlots { get; } = Error.Conflict("quizzes.too_many_slots", $"A quiz has at most {Quiz.MaxSlots} places.");
    public static Error TooManyQuestions { get; } = Error.Conflict("quizzes.too_many_questions", $"An attempt has at most {Quiz.MaxQuestions} questions.");
    public static Error QuestionNotFound { get; } = Error.NotFound("quizzes.question_not_found", "There is no such question in this course's bank.");
    public static Error NoQuestionsNamed { get; } = Error.Invalid("quizzes.questions_required", "Choose at least one question.", "questions");
    public static Error BadMarks { get; } = Error.Invalid("quizzes.marks_invalid", "Marks are above 0 and at most 1,000, with two decimals.", "marks");
    public static Error BadCount { get; } = Error.Invalid("quizzes.count_invalid", $"Draw between 1 and {Quiz.MaxQuestions} questions.", "count");
    public static Error BadTags { get; } = Error.Invalid("quizzes.tags_invalid", "Name at most 5 tags, each of at most 40 characters, without a comma or a bracket.", "tags");
    public static Error TooManyOverrides { get; } = Error.Conflict("quizzes.too_many_overrides", $"A quiz has at most {Quiz.MaxOverrides:N0} accommodations.");
    public static Error OverrideNotFound { get; } = Error.NotFound("quizzes.override_not_found", "There is no accommodation for this person.");
    public static Error NothingToRegrade { get; } = Error.Conflict("quizzes.nothing_to_regrade", "None of these questions has a newer key than the one that was used.");

    public static Error Bad(string field, string message) => Error.Invalid($"quizzes.{string.Concat(field.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"))}_invalid", message, field);

    // Of attempts.
    public static Error NotOpen(DateTimeOffset opens) => Error.Conflict("quizzes.not_open", $"The quiz opens on {Moment(opens)}.");
    public static Error Closed { get; } = Error.Conflict("quizzes.closed", "The quiz is closed.");
    public static Error NoAttemptsLeft { get; } = Error.Conflict("quizzes.no_attempts_left", "You have used all your attempts.");
    public static Error TooManyWaiting { get; } = Error.Conflict("quizzes.too_many_waiting", "Too many of your answers still wait to be marked. Begin again when they are.");
    public static Error NoQuestions { get; } = Error.Conflict("quizzes.no_questions", "This quiz has no questions yet.");
    public static Error TooFewQuestions { get; } = Error.Conflict("quizzes.too_few_questions", "This quiz draws more questions than its course has. Tell your instructor.");
    public static Error NotEnrolled { get; } = Error.Forbidden("quizzes.not_enrolled", "Enrol in the course to sit this quiz.");
    public static Error AttemptNotFound { get; } = Error.NotFound("quizzes.attempt_not_found", "There is no such attempt.");
    public static Error NotRunning { get; } = Error.Conflict("quizzes.not_running", "This attempt was handed in already.");
    public static Error Over { get; } = Error.Conflict("quizzes.over", "The time is up. What was saved before is handed in.");
    public static Error BadSave(string message) => Error.Invalid("quizzes.answers_invalid", message, "changes");
    public static Error TooMuchText { get; } = Error.Invalid("quizzes.too_much_text", "The answers of one attempt hold at most 1,000,000 characters.", "changes");
    public static Error NotImmediate { get; } = Error.Conflict("quizzes.not_immediate", "This quiz shows its marks after the hand-in.");
    public static Error NoTriesLeft { get; } = Error.Conflict("quizzes.no_tries_left", "You have used all tries for this question.");
    public static Error NothingToCheck { get; } = Error.Conflict("quizzes.unanswered", "Answer the question first.");
    public static Error NoReview { get; } = Error.Conflict("quizzes.no_review", "This attempt cannot be looked at now.");
    public static Error Marking { get; } = new("quizzes.marking", "The attempt is being marked. Look again in a moment.", ErrorKind.Unavailable);
    public static Error NotAnEssay { get; } = Error.Conflict("quizzes.not_to_grade", "This answer does not wait for a person.");
    public static Error Claimed(string name) => Error.Conflict("quizzes.claimed", $"{(name.Length > 0 ? name : "Somebody")} is marking this answer now.");
    public static Error GradedMeanwhile { get; } = Error.Conflict("quizzes.graded_meanwhile", "This answer was marked by somebody else in the meantime. Look at their mark first.");
    public static Error BadMark(decimal max) => Error.Invalid("quizzes.mark_invalid", $"A mark is between 0 and {max:0.##}, with two decimals.", "mark");
    public static Error BadComment { get; } = Error.Invalid("quizzes.comment_invalid", "A comment may have at most 4,000 characters.", "comment");

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
