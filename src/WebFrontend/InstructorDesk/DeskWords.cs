using System.Globalization;
using LearningHub.Grains.Interfaces.InstructorDesk;

namespace LearningHub.WebFrontend.InstructorDesk;

/// <summary>How the desk says things, and where the rows behind a number are.</summary>
internal static class DeskWords
{
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Icon(AttentionKind kind) => kind switch
    {
        AttentionKind.EssaysWait => "pencil",
        AttentionKind.MessagesWait => "message-2",
        AttentionKind.VideoFailed => "video",
        AttentionKind.HardQuestions => "help-circle",
        _ => "users",
    };

    public static string Title(AttentionItem item) => item.Kind switch
    {
        AttentionKind.EssaysWait => item.Count == 1 ? "An answer waits to be marked" : $"{Number(item.Count)} answers wait to be marked",
        AttentionKind.MessagesWait => item.Count == 1 ? "A message waits for an answer" : $"{Number(item.Count)} messages since you last wrote",
        AttentionKind.VideoFailed => "A video could not be made ready",
        AttentionKind.HardQuestions => item.Count == 1 ? "One question is answered right by few" : $"{Number(item.Count)} questions are answered right by few",
        _ => item.Count == 1 ? "A student is stuck" : $"{Number(item.Count)} students are stuck",
    };

    public static string? Hint(AttentionKind kind) => kind switch
    {
        AttentionKind.HardQuestions => "Under 30 % of the points, over five first attempts or more",
        AttentionKind.StudentsStuck => "Began, not finished, not seen for two weeks",
        _ => null,
    };

    public static string Verb(AttentionKind kind) => kind switch
    {
        AttentionKind.EssaysWait => "Mark",
        AttentionKind.MessagesWait => "Answer",
        AttentionKind.VideoFailed => "Look at it",
        AttentionKind.HardQuestions => "See results",
        _ => "See who",
    };

    public static string Href(AttentionItem item) => item.Kind switch
    {
        AttentionKind.EssaysWait => $"/teach/quizzes/{item.SubjectId}/grading",
        AttentionKind.MessagesWait => $"/learn/{item.CourseId}#chat",
        AttentionKind.VideoFailed => $"/teach/courses/{item.CourseId}?item={item.SubjectId}",
        AttentionKind.HardQuestions => $"/teach/quizzes/{item.SubjectId}/results",
        _ => $"/teach/courses/{item.CourseId}/students?only=stuck",
    };
}
