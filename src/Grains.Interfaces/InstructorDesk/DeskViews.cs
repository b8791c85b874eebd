using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Interfaces.InstructorDesk;

/// <param name="Attention">The longest waiting first.</param>
/// <param name="More">There are more courses than are counted here.</param>
[GenerateSerializer, Immutable, Alias("hub.desk.View")]
public sealed record DeskView(EnrolmentSums Students, ImmutableArray<Earned> Earnings, ImmutableArray<AttentionItem> Attention, ImmutableArray<DeskCourse> Courses, bool More);

/// <param name="Recent">In the last 28 days; refunds are taken off in both.</param>
[GenerateSerializer, Immutable, Alias("hub.desk.Earned")]
public sealed record Earned(Money Recent, Money All);

[GenerateSerializer, Immutable, Alias("hub.desk.Course")]
public sealed record DeskCourse(string CourseId, string Title, CourseStatus Status, EnrolmentSums Students, ImmutableArray<Money> Earned);

public enum AttentionKind
{
    /// <summary>Answers of a quiz that a person must mark.</summary>
    EssaysWait,
    /// <summary>Messages in the course's chat since its instructor last wrote there.</summary>
    MessagesWait,
    /// <summary>A video that could not be made ready.</summary>
    VideoFailed,
    /// <summary>Questions that few get right: facility under 0.3 over at least five first attempts.</summary>
    HardQuestions,
    /// <summary>Students who began, have not finished, and were not seen for 14 days.</summary>
    StudentsStuck,
}

/// <param name="SubjectId">The quiz or lesson it is about; null where it is the course.</param>
/// <param name="SubjectTitle">Of that quiz or lesson.</param>
/// <param name="Since">When the first of them began to wait; null where there is no such moment.</param>
[GenerateSerializer, Immutable, Alias("hub.desk.AttentionItem")]
public sealed record AttentionItem(AttentionKind Kind, string CourseId, string CourseTitle, string? SubjectId, string? SubjectTitle, int Count, DateTimeOffset? Since);

/// <param name="Lessons">In the order of the outline.</param>
[GenerateSerializer, Immutable, Alias("hub.desk.Insight")]
public sealed record CourseInsight(EnrolmentSums Students, ImmutableArray<Earned> Earnings, ImmutableArray<AttentionItem> Attention, ImmutableArray<LessonInsight> Lessons);

/// <param name="Begun">Students who watched some of it or completed it.</param>
[GenerateSerializer, Immutable, Alias("hub.desk.Lesson")]
public sealed record LessonInsight(LessonItem Lesson, int Begun, int Completed);
