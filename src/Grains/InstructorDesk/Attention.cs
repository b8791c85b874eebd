using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.InstructorDesk;

/// <summary>What waits for whoever teaches, in the order in which to go about it: what somebody waits for first, the longest waiting first; then what could be better.</summary>
internal static class Attention
{
    public static ImmutableArray<AttentionItem> InOrder(IEnumerable<AttentionItem> items) =>
        [.. items.Where(i => i.Count > 0).OrderBy(i => i.Since is null).ThenBy(i => i.Since).ThenBy(i => i.Kind).ThenByDescending(i => i.Count).ThenBy(i => i.CourseId, StringComparer.Ordinal).ThenBy(i => i.SubjectId, StringComparer.Ordinal)];

    public static IEnumerable<AttentionItem> Of(QuizAttention quiz, string courseTitle) =>
    [
        new(AttentionKind.EssaysWait, quiz.CourseId, courseTitle, quiz.QuizId, quiz.Title, quiz.Waiting, quiz.Since),
        new(AttentionKind.HardQuestions, quiz.CourseId, courseTitle, quiz.QuizId, quiz.Title, quiz.Hard, null),
    ];

    public static AttentionItem Of(ChatWaiting waiting, string courseId, string courseTitle) => new(AttentionKind.MessagesWait, courseId, courseTitle, null, null, waiting.Messages, waiting.Since);

    public static AttentionItem Of(EnrolmentSums students, string courseId, string courseTitle) => new(AttentionKind.StudentsStuck, courseId, courseTitle, null, null, students.Stuck, null);
}
