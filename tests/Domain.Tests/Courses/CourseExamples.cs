using LearningHub.Grains.Common;
using LearningHub.Grains.Courses;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Domain.Tests.Courses;

/// <summary>A course built by its own commands, for tests.</summary>
internal static class CourseExamples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly Actor Instructor = new("t", "ines", [Roles.Instructor], null);
    public static readonly Actor Colleague = new("t", "otto", [Roles.Instructor], null);
    public static readonly Actor Admin = new("t", "ada", [Roles.Admin], null);
    public static readonly Actor Student = new("t", "sam", [Roles.Student], null);

    public static readonly ChangeCourseDetails Details = new("Film photography", "From the first roll to the first print",
        "Load a camera, meter the light, develop the film and print what you saw, step by step.", "Photography", CourseLevel.StartingOut, "en", [], null);

    public static CourseState Empty() => Course.Create(CourseState.Empty, new("Film photography", "Photography", CourseLevel.StartingOut, "en"), Instructor, Now).Ok();

    /// <summary>Sections s1, s2, …; their lessons s1-1, s1-2, … of text.</summary>
    public static CourseState WithLessons(params int[] lessons)
    {
        var state = Empty();
        for (var s = 1; s <= lessons.Length; s++)
        {
            state = Outline.AddSection(state, new($"s{s}", $"Section {s}"), Instructor).Ok();
            for (var l = 1; l <= lessons[s - 1]; l++)
                state = Outline.AddLesson(state, new($"s{s}", $"s{s}-{l}", $"Lesson {s}.{l}", LessonKind.Text), Instructor).Ok();
        }
        return state;
    }

    public static CourseState Ready()
    {
        var state = Course.ChangeDetails(WithLessons(1), Details, Instructor).Ok();
        return Outline.ChangeLesson(state, new("s1-1", null, "# Light\n\nIs all there is.", null, null), Instructor).Ok();
    }

    public static CourseState Published() => Course.Publish(Ready(), Instructor, Now).Ok();

    public static string Shape(CourseState s) => string.Join(" | ", s.Sections.Select(x => $"{x.SectionId}: {string.Join(' ', x.Lessons.Select(l => l.LessonId))}".TrimEnd()));

    public static T Ok<T>(this Decision<T> decision) where T : class
    {
        decision.Error.ShouldBeNull();
        return decision.State!;
    }

    public static string Code<T>(this Decision<T> decision) where T : class => decision.Error.ShouldNotBeNull().Code;
}
