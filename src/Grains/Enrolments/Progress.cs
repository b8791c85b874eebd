using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>How a report or a mark changes what is known of a lesson. The commands and a recomputation from the events use the same two functions.</summary>
internal static class Progress
{
    /// <summary>A video is complete when this much of it was watched: players report the last seconds late or never.</summary>
    public const int CompleteAtPercent = 90;

    public static LessonRecord After(LessonRecord lesson, ProgressRecorded e)
    {
        var watched = WatchedIntervals.Union(lesson.Watched, e.Intervals);
        var later = e.At > lesson.At || e.At == lesson.At && e.PositionMs > lesson.PositionMs;
        return lesson with
        {
            Watched = watched,
            PositionMs = later ? e.PositionMs : lesson.PositionMs,
            At = later ? e.At : lesson.At,
            Completed = lesson.Completed || !lesson.TakenBack && WatchedIntervals.Percent(watched, e.DurationMs) >= CompleteAtPercent,
        };
    }

    public static LessonRecord After(LessonRecord lesson, LessonMarked e) => lesson with { Completed = e.Completed, TakenBack = !e.Completed };

    /// <summary>Progress made again from the events of one enrolment: equal to what is stored.</summary>
    public static ImmutableDictionary<string, LessonRecord> Recompute(IEnumerable<Interfaces.Common.DomainEvent> events)
    {
        var lessons = ImmutableDictionary<string, LessonRecord>.Empty;
        foreach (var e in events)
        {
            lessons = e switch
            {
                ProgressRecorded p => lessons.SetItem(p.LessonId, After(lessons.GetValueOrDefault(p.LessonId) ?? LessonRecord.Start(p.LessonId), p)),
                LessonMarked m => lessons.SetItem(m.LessonId, After(lessons.GetValueOrDefault(m.LessonId) ?? LessonRecord.Start(m.LessonId), m)),
                _ => lessons,
            };
        }
        return lessons;
    }

    public static int LessonPercent(LessonRecord? lesson, LessonItem item) =>
        lesson is null ? 0 : lesson.Completed ? 100 : item.Kind == LessonKind.Video ? Math.Min(99, WatchedIntervals.Percent(lesson.Watched, item.DurationMs)) : 0;

    /// <summary>Of the lessons the course has now.</summary>
    public static int Completed(EnrolmentState state, ImmutableArray<LessonItem> present) =>
        present.Count(l => state.Lessons.GetValueOrDefault(l.LessonId) is { Completed: true });

    public static int CoursePercent(int completed, int lessons) => lessons == 0 ? 0 : completed * 100 / lessons;
}
