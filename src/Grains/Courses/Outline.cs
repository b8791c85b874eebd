using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

/// <summary>The rules of the outline: sections in an order, lessons in an order within one section each.</summary>
internal static class Outline
{
    public static Decision<CourseState> AddSection(CourseState state, AddSection c, Actor actor)
    {
        if (Course.Refuse(state, actor) is { } refused) return refused;
        if (!KeySegment.IsValid(c.SectionId)) return CourseErrors.BadId("sectionId");
        var title = c.Title;
        if (CourseText.Line(ref title, "title", "The section's title", CourseText.MaxItemTitle) is { } error) return error;
        if (state.SectionIds.Contains(c.SectionId)) return CourseErrors.IdTaken;
        if (state.Sections.Length >= Course.MaxSections) return CourseErrors.TooManySections;
        return Change(state, state.Sections.Add(new(c.SectionId, title, [])), new SectionAdded(c.SectionId));
    }

    public static Decision<CourseState> RenameSection(CourseState state, RenameSection c, Actor actor)
    {
        if (Course.Refuse(state, actor) is { } refused) return refused;
        if (FindSection(state, c.SectionId) is not { } at) return CourseErrors.SectionNotFound;
        var title = c.Title;
        if (CourseText.Line(ref title, "title", "The section's title", CourseText.MaxItemTitle) is { } error) return error;
        var section = state.Sections[at];
        if (section.Title == title) return Decision<CourseState>.NoChange(state);
        return Change(state, state.Sections.SetItem(at, section with { Title = title }), new SectionRenamed(c.SectionId));
    }

    public static Decision<CourseState> RemoveSection(CourseState state, RemoveSection c, Actor actor)
    {
        if (Course.Refuse(state, actor) is { } refused) return refused;
        if (FindSection(state, c.SectionId) is not { } at) return CourseErrors.SectionNotFound;
        var gone = state.Sections[at];
        var decision = Change(state, state.Sections.RemoveAt(at), new SectionRemoved(c.SectionId, gone.Lessons.Length));
        return decision with
        {
            Records = [.. decision.Records, .. gone.Lessons.Where(l => l.HasText).Select(l => RecordChange.Delete(CourseState.BodyRecord, l.LessonId))],
        };
    }

    public static Decision<CourseState> AddLesson(CourseState state, AddLesson c, Actor actor)
    {
        if (Course.Refuse(state, actor) is { } refused) return refused;
        if (!KeySegment.IsValid(c.LessonId)) return CourseErrors.BadId("lessonId");
        var title = c.Title;
        if (CourseText.Line(ref title, "title", "The lesson's title", CourseText.MaxItemTitle) is { } error) return error;
        if (!Enum.IsDefined(c.Kind)) return CourseErrors.BadValue("kind", "A lesson is text, video or a quiz.");
        if (FindSection(state, c.SectionId) is not { } at) return CourseErrors.SectionNotFound;
        if (FindLesson(state, c.LessonId) is not null) return CourseErrors.IdTaken;
        if (state.Lessons >= Course.MaxLessons) return CourseErrors.TooManyLessons;
        var section = state.Sections[at];
        if (section.Lessons.Length >= Course.MaxLessonsInSection) return CourseErrors.SectionFull;
        return Change(state, state.Sections.SetItem(at, section with { Lessons = section.Lessons.Add(new(c.LessonId, title, c.Kind)) }),
            new LessonAdded(c.SectionId, c.LessonId, c.Kind));
    }

    /// <param name="captions">Of the video that the command names, as <see cref="LessonCaptions"/> writes them.</param>
    /// <param name="readyMs">How long that video is, when it is ready already: nobody will say so again.</param>
    public static Decision<CourseState> ChangeLesson(CourseState state, ChangeLesson c, Actor actor, string captions = "", long readyMs = 0)
    {
        if (Course.Refuse(state, actor) is { } refused) return refused;
        if (FindLesson(state, c.LessonId) is not var (at, index)) return CourseErrors.LessonNotFound;
        var before = state.Sections[at].Lessons[index];
        var after = before;
        ImmutableArray<RecordChange> bodies = [];
        if (c.Title is { } title)
        {
            if (CourseText.Line(ref title, "title", "The lesson's title", CourseText.MaxItemTitle) is { } error) return error;
            after = after with { Title = title };
        }
        if (c.Markdown is { } markdown)
        {
            if (CourseText.Markdown(ref markdown, "markdown", "The lesson's text", CourseText.MaxMarkdownBytes) is { } error) return error;
            var hasText = !string.IsNullOrWhiteSpace(markdown);
            after = after with { HasText = hasText, TextHash = hasText ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(markdown)).AsSpan(0, 8)) : "", DurationMs = after.Kind == LessonKind.Text ? CourseText.ReadingTimeMs(markdown) : after.DurationMs };
            if (hasText) bodies = [RecordChange.Put(CourseState.BodyRecord, c.LessonId, 0, new LessonBody(markdown))];
            else if (before.HasText) bodies = [RecordChange.Delete(CourseState.BodyRecord, c.LessonId)];
        }
        if (c.MediaId is { } media)
        {
            if (after.Kind != LessonKind.Video) return CourseErrors.NotVideo;
            if (media.Length > 0 && !KeySegment.IsValid(media)) return CourseErrors.BadId("mediaId");
            var named = media.Length == 0 ? null : media;
            if (named is null) readyMs = 0;
            if (named != before.MediaId || readyMs > 0 && !before.MediaReady)
                after = after with { MediaId = named, MediaReady = readyMs > 0, DurationMs = Math.Max(0, readyMs), Captions = named is null ? null : captions };
        }
        if (c.Preview is { } preview) after = after with { Preview = preview };
        if (after == before && bodies.IsEmpty) return Decision<CourseState>.NoChange(state);
        var decision = Change(state, Replace(state, at, index, after), new LessonChanged(c.LessonId, after.MediaId));
        return decision with { Records = [.. decision.Records, .. bodies] };
    }

    public static Decision<CourseState> RemoveLesson(CourseState state, RemoveLesson c, Actor actor)
    {
        if (Course.Refuse(state, actor) is { } refused) return refused;
        if (FindLesson(state, c.LessonId) is not var (at, index)) return CourseErrors.LessonNotFound;
        var section = state.Sections[at];
        var gone = section.Lessons[index];
        var decision = Change(state, state.Sections.SetItem(at, section with { Lessons = section.Lessons.RemoveAt(index) }), new LessonRemoved(c.LessonId, gone.MediaId));
        return gone.HasText ? decision with { Records = [.. decision.Records, RecordChange.Delete(CourseState.BodyRecord, c.LessonId)] } : decision;
    }

    /// <param name="version">What the course has now.</param>
    public static Decision<CourseState> Move(CourseState state, MoveItem c, long version, Actor actor)
    {
        if (Course.Refuse(state, actor) is { } refused) return refused;
        if (c.ExpectedVersion is { } expected && expected != version) return CourseErrors.Changed;
        if (c.Index < 0) return CourseErrors.BadValue("index", "A place is counted from 0.");
        return c.ToSectionId is { } target ? MoveLesson(state, c, target) : MoveSection(state, c);
    }

    private static Decision<CourseState> MoveSection(CourseState state, MoveItem c)
    {
        if (FindSection(state, c.ItemId) is not { } at) return CourseErrors.SectionNotFound;
        var to = Math.Min(c.Index, state.Sections.Length - 1);
        if (to == at) return Decision<CourseState>.NoChange(state);
        return Change(state, state.Sections.RemoveAt(at).Insert(to, state.Sections[at]), new ItemMoved(c.ItemId, null, to));
    }

    private static Decision<CourseState> MoveLesson(CourseState state, MoveItem c, string target)
    {
        if (FindLesson(state, c.ItemId) is not var (from, index)) return CourseErrors.LessonNotFound;
        if (FindSection(state, target) is not { } to) return CourseErrors.SectionNotFound;
        var lesson = state.Sections[from].Lessons[index];
        var sections = state.Sections.SetItem(from, state.Sections[from] with { Lessons = state.Sections[from].Lessons.RemoveAt(index) });
        var place = Math.Min(c.Index, sections[to].Lessons.Length);
        if (to == from && place == index) return Decision<CourseState>.NoChange(state);
        if (sections[to].Lessons.Length >= Course.MaxLessonsInSection) return CourseErrors.SectionFull;
        return Change(state, sections.SetItem(to, sections[to] with { Lessons = sections[to].Lessons.Insert(place, lesson) }), new ItemMoved(c.ItemId, target, place));
    }

    /// <summary>Told to every lesson that names the video, whichever it was uploaded for. One that no lesson names any more changes nothing.</summary>
    public static Decision<CourseState> MediaReady(CourseState state, LessonMediaReady c)
    {
        if (!state.Exists) return CourseErrors.NotFound;
        var duration = Math.Max(0, c.DurationMs);
        Lesson Told(Lesson l) => l.MediaId == c.MediaId ? l with { MediaReady = duration > 0, DurationMs = duration } : l;
        var changed = state.Sections.SelectMany(s => s.Lessons).Where(l => Told(l) != l).Select(l => l.LessonId).ToList();
        if (changed.Count == 0) return Decision<CourseState>.NoChange(state);
        return Change(state, [.. state.Sections.Select(s => s.Lessons.Any(l => Told(l) != l) ? s with { Lessons = [.. s.Lessons.Select(Told)] } : s)],
            [.. changed.Select(l => new LessonMediaChanged(l, c.MediaId, duration))]);
    }

    public static Decision<CourseState> QuizChanged(CourseState state, LessonQuizChanged c)
    {
        if (!state.Exists) return CourseErrors.NotFound;
        if (FindLesson(state, c.LessonId) is not var (at, index)) return Decision<CourseState>.NoChange(state);
        var before = state.Sections[at].Lessons[index];
        var after = before with { Questions = Math.Max(0, c.Questions), DurationMs = Math.Max(0, c.DurationMs) };
        if (before.Kind != LessonKind.Quiz || after == before) return Decision<CourseState>.NoChange(state);
        return Change(state, Replace(state, at, index, after), new LessonQuizTold(c.LessonId, after.Questions, after.DurationMs));
    }

    /// <summary>Counted only once somebody has asked for a look: before that there is nothing it could be different from.</summary>
    public static Decision<CourseState> QuizEdited(CourseState state, LessonQuizEdited c)
    {
        if (!state.Exists) return CourseErrors.NotFound;
        if (state.Review is null || FindLesson(state, c.LessonId) is not var (at, index)) return Decision<CourseState>.NoChange(state);
        var before = state.Sections[at].Lessons[index];
        if (before.Kind != LessonKind.Quiz) return Decision<CourseState>.NoChange(state);
        return Change(state, Replace(state, at, index, before with { QuizEdits = before.QuizEdits + 1 }), new LessonQuizRevised(c.LessonId));
    }

    public static Decision<CourseState> CaptionsChanged(CourseState state, LessonCaptionsChanged c)
    {
        if (!state.Exists) return CourseErrors.NotFound;
        var captions = LessonCaptions.Of(c.Tracks);
        bool IsOther(Lesson l) => l.MediaId == c.MediaId && l.Captions != captions;
        if (!state.Sections.Any(s => s.Lessons.Any(IsOther))) return Decision<CourseState>.NoChange(state);
        return Change(state, [.. state.Sections.Select(s => s.Lessons.Any(IsOther) ? s with { Lessons = [.. s.Lessons.Select(l => IsOther(l) ? l with { Captions = captions } : l)] } : s)], new LessonCaptionsTold(c.MediaId));
    }

    public static int? FindSection(CourseState state, string sectionId) =>
        state.SectionIds.IndexOf(sectionId) is >= 0 and var at ? at : null;

    public static (int Section, int Index)? FindLesson(CourseState state, string lessonId)
    {
        for (var s = 0; s < state.Sections.Length; s++)
            for (var l = 0; l < state.Sections[s].Lessons.Length; l++)
                if (state.Sections[s].Lessons[l].LessonId == lessonId) return (s, l);
        return null;
    }

    private static ImmutableArray<Section> Replace(CourseState state, int at, int index, Lesson lesson) =>
        state.Sections.SetItem(at, state.Sections[at] with { Lessons = state.Sections[at].Lessons.SetItem(index, lesson) });

    /// <summary>The new outline, with a record for each section that is another object than before and a deletion for each that is gone.</summary>
    private static Decision<CourseState> Change(CourseState state, ImmutableArray<Section> sections, params ReadOnlySpan<DomainEvent> happened)
    {
        var before = state.Sections.ToDictionary(s => s.SectionId);
        var records = ImmutableArray.CreateBuilder<RecordChange>();
        foreach (var section in sections)
            if (!before.Remove(section.SectionId, out var old) || !ReferenceEquals(old, section))
                records.Add(RecordChange.Put(CourseState.SectionRecord, section.SectionId, 0, section));
        foreach (var gone in before.Keys) records.Add(RecordChange.Delete(CourseState.SectionRecord, gone));
        return Decision<CourseState>.Of(state.WithOutline(sections), happened) with { Records = records.ToImmutable() };
    }
}
