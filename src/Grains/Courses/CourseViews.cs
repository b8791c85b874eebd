using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

/// <summary>The state as others may see it.</summary>
internal static class CourseViews
{
    /// <param name="mayWatch">Without it only preview lessons tell their video.</param>
    public static CourseView Of(string courseId, CourseState s, long version, bool canEdit, bool mayWatch) => new(
        courseId, s.Title, s.Subtitle, s.Description, s.Subject, s.Level, s.Language, s.Prices, s.SeatLimit, s.Status, s.InstructorId,
        [.. s.Sections.Select(x => new SectionView(x.SectionId, x.Title, [.. x.Lessons.Select(l => Of(l, mayWatch))]))],
        s.CreatedAt, s.PublishedAt, version, canEdit);

    public static LessonItem Of(Lesson l, bool mayWatch) =>
        new(l.LessonId, l.Title, l.Kind, l.DurationMs, mayWatch || l.Preview ? l.MediaId : null, l.MediaReady, l.Preview, l.Questions);

    public static CourseOffer OfferOf(CourseState s) => new(s.Exists, s.Status, s.InstructorId, s.Title, s.Prices, s.SeatLimit);

    public static CourseFacts FactsOf(CourseState s, long version) =>
        new(s.Exists, s.Status, s.InstructorId, s.Prices, s.Title, [.. s.Sections.SelectMany(x => x.Lessons).Select(l => Of(l, mayWatch: true))], version, s.SeatLimit);
}
