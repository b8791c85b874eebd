using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

/// <summary>What is different between two states of a course, in words: details and prices with both texts; of the outline what came, went, moved or changed; of its quizzes which questions.</summary>
internal static class CourseComparison
{
    /// <param name="questions">What quizzes ask differently, by the id of the lesson.</param>
    public static ImmutableArray<CourseChange> Of(CourseSnapshot before, CourseSnapshot after, IReadOnlyDictionary<string, ImmutableArray<CourseChange>>? questions = null)
    {
        var changes = ImmutableArray.CreateBuilder<CourseChange>();
        void Say(string where, string was, string now)
        {
            if (was != now) changes.Add(new(where, was, now));
        }
        Say("Title", before.Title, after.Title);
        Say("Subtitle", before.Subtitle, after.Subtitle);
        Say("Description", before.Description, after.Description);
        Say("Subject", before.Subject, after.Subject);
        if (before.Title.Length > 0) Say("Level", $"{before.Level}", $"{after.Level}");
        Say("Language", before.Language, after.Language);
        Say("Prices", before.Title.Length == 0 ? "" : Prices(before.Prices), Prices(after.Prices));
        Say("Places", before.SeatLimit?.ToString(CultureInfo.InvariantCulture) ?? "", after.SeatLimit?.ToString(CultureInfo.InvariantCulture) ?? "");

        var (sectionsBefore, sectionsAfter) = (before.Sections.ToDictionary(s => s.SectionId), after.Sections.ToDictionary(s => s.SectionId));
        foreach (var section in after.Sections)
            if (!sectionsBefore.TryGetValue(section.SectionId, out var was)) changes.Add(new("Section", "", section.Title));
            else Say("Section", was.Title, section.Title);
        foreach (var section in before.Sections.Where(s => !sectionsAfter.ContainsKey(s.SectionId))) changes.Add(new("Section", section.Title, ""));
        var (order, orderBefore) = (after.Sections.Where(s => sectionsBefore.ContainsKey(s.SectionId)).ToList(), before.Sections.Where(s => sectionsAfter.ContainsKey(s.SectionId)).ToList());
        if (!order.Select(s => s.SectionId).SequenceEqual(orderBefore.Select(s => s.SectionId))) changes.Add(new("Order of sections", Titles(orderBefore), Titles(order)));

        var (lessonsBefore, lessonsAfter) = (Lessons(before), Lessons(after));
        void Ask(string lessonId)
        {
            if (questions?.GetValueOrDefault(lessonId) is { IsDefault: false } asked) changes.AddRange(asked);
        }
        foreach (var (id, (lesson, section)) in lessonsAfter)
        {
            if (!lessonsBefore.TryGetValue(id, out var was))
            {
                changes.Add(new($"Lesson in “{section.Title}”", "", lesson.Title));
                if (!string.IsNullOrEmpty(lesson.Captions)) changes.Add(new($"Lesson “{lesson.Title}”", "", LessonCaptions.Words(lesson.Captions)));
                Ask(id);
                continue;
            }
            var where = $"Lesson “{lesson.Title}”";
            Say(where, was.Lesson.Title == lesson.Title ? "" : was.Lesson.Title, was.Lesson.Title == lesson.Title ? "" : lesson.Title);
            if (was.Section.SectionId != section.SectionId) changes.Add(new(where, $"in “{was.Section.Title}”", $"in “{section.Title}”"));
            if (was.Lesson.TextHash != lesson.TextHash || was.Lesson.HasText != lesson.HasText) changes.Add(new(where, was.Lesson.HasText ? "text" : "no text", lesson.HasText ? "another text" : "no text"));
            if (was.Lesson.MediaId != lesson.MediaId) changes.Add(new(where, was.Lesson.MediaId is null ? "no video" : "video", lesson.MediaId is null ? "no video" : "another video"));
            if (was.Lesson.Preview != lesson.Preview) changes.Add(new(where, was.Lesson.Preview ? "preview for everybody" : "for students", lesson.Preview ? "preview for everybody" : "for students"));
            if (lesson.Captions is not null && was.Lesson.Captions != lesson.Captions)
                changes.Add(new(where, LessonCaptions.Words(was.Lesson.Captions), LessonCaptions.Words(lesson.Captions) + (LessonCaptions.Words(was.Lesson.Captions) == LessonCaptions.Words(lesson.Captions) ? " (other texts)" : "")));
            if (was.Lesson.Questions != lesson.Questions) changes.Add(new(where, $"{was.Lesson.Questions} questions", $"{lesson.Questions} questions"));
            if (was.Lesson.QuizEdits != lesson.QuizEdits) changes.Add(new(where, "quiz as approved", "questions or settings changed"));
            Ask(id);
        }
        foreach (var (lesson, section) in lessonsBefore.Where(l => !lessonsAfter.ContainsKey(l.Key)).Select(l => l.Value)) changes.Add(new($"Lesson in “{section.Title}”", lesson.Title, ""));
        foreach (var section in after.Sections.Where(s => sectionsBefore.ContainsKey(s.SectionId)))
        {
            var was = sectionsBefore[section.SectionId].Lessons.Select(l => l.LessonId).Where(id => section.Lessons.Any(l => l.LessonId == id));
            if (!was.SequenceEqual(section.Lessons.Select(l => l.LessonId).Where(id => sectionsBefore[section.SectionId].Lessons.Any(l => l.LessonId == id))))
                changes.Add(new($"Order of lessons in “{section.Title}”", "as approved", "another"));
        }
        return changes.ToImmutable();
    }

    private static Dictionary<string, (Lesson Lesson, Section Section)> Lessons(CourseSnapshot course) =>
        course.Sections.SelectMany(s => s.Lessons.Select(l => (Lesson: l, Section: s))).ToDictionary(x => x.Lesson.LessonId);

    private static string Titles(IEnumerable<Section> sections) => string.Join(", ", sections.Select(s => s.Title));

    private static string Prices(ImmutableArray<Money> prices) => prices.IsEmpty ? "free" : string.Join(", ", prices.Select(p => ((decimal)p.Minor / Currencies.MinorPerMajor(p.Currency)).ToString($"F{Currencies.Exponent(p.Currency)}", CultureInfo.InvariantCulture) + $" {p.Currency}"));
}
