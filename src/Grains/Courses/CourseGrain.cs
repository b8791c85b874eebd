using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Courses;

/// <summary>Key <see cref="CourseKey"/>. Invariants: <see cref="Course"/> and <see cref="Outline"/>. In memory: the outline, at most 2,000 lessons
/// (some 400 KB), no bodies. A few commands a minute while it is built; reads at the rate of page views, interleaved.
/// Reads may call the enrolment's interleaved reads; commands call none but the media's.</summary>
[GrainType("course")]
internal sealed class CourseGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<CourseState>(store), ICourseGrain
{
    private CourseKey Id => CourseKey.Parse(Key);

    protected override async ValueTask<CourseState> WithRecords(CourseState state, CancellationToken cancellation)
    {
        if (state.SectionIds.IsEmpty) return state;
        var stored = await Store.LoadRecords(CourseState.SectionRecord, Key, cancellation: cancellation);
        return state.WithStored(stored.Select(Read<Section>));
    }

    public Task<Result<Receipt>> Create(CreateCourse command) => Change(command, s => Course.Create(s, command, Actor, time.GetUtcNow()));
    public Task<Result<Receipt>> ChangeDetails(ChangeCourseDetails command) => Change(command, s => Course.ChangeDetails(s, command, Actor));
    public Task<Result<Receipt>> AddSection(AddSection command) => Change(command, s => Outline.AddSection(s, command, Actor));
    public Task<Result<Receipt>> RenameSection(RenameSection command) => Change(command, s => Outline.RenameSection(s, command, Actor));
    public Task<Result<Receipt>> RemoveSection(RemoveSection command) => Change(command, s => Outline.RemoveSection(s, command, Actor));
    public Task<Result<Receipt>> AddLesson(AddLesson command) => Change(command, s => Outline.AddLesson(s, command, Actor));
    public Task<Result<Receipt>> RemoveLesson(RemoveLesson command) => Change(command, s => Outline.RemoveLesson(s, command, Actor));
    public Task<Result<Receipt>> Move(MoveItem command) => Change(command, s => Outline.Move(s, command, Version, Actor));
    public Task<Result<Receipt>> Publish(PublishCourse command) => Change(command, s => Course.Publish(s, Actor, time.GetUtcNow()));
    public Task<Result<Receipt>> Unpublish(UnpublishCourse command) => Change(command, s => Course.Unpublish(s, Actor));
    public Task<Result<Receipt>> MediaReady(LessonMediaReady command) => Change(command, s => Outline.MediaReady(s, command));

    public Task<Result<Receipt>> QuizChanged(LessonQuizChanged command) => Change(command, s => Outline.QuizChanged(s, command));

    public async Task<Result<Receipt>> ChangeLesson(ChangeLesson command)
    {
        if (Course.Refuse(State, Actor) is { } refused) return refused;
        if (command.MediaId is { Length: > 0 } media && !Actor.IsSystem && !await IsOurs(media)) return CourseErrors.MediaNotFound;
        return await Change(command, s => Outline.ChangeLesson(s, command, Actor));
    }

    public async Task<Result<CourseView>> Get()
    {
        var (state, version) = (State, Version);
        if (!state.Exists) return CourseErrors.NotFound;
        var staff = Course.IsStaff(state, Actor);
        var enrolled = !staff && await IsEnrolled();
        if (state.Status != CourseStatus.Published && !staff && !enrolled) return CourseErrors.NotFound;
        return CourseViews.Of(Id.CourseId, state, version, staff, mayWatch: staff || enrolled);
    }

    public Task<CourseFacts> GetFacts() => Task.FromResult(CourseViews.FactsOf(State, Version));

    public Task<CourseOffer> GetOffer() => Task.FromResult(CourseViews.OfferOf(State));

    public Task<bool> IsStaff() => Task.FromResult(Course.IsStaff(State, Actor));

    public async Task<Result<LessonView>> GetLesson(string lessonId)
    {
        var (state, version) = (State, Version);
        if (!state.Exists) return CourseErrors.NotFound;
        var found = Outline.FindLesson(state, lessonId);
        var published = state.Status == CourseStatus.Published;
        var open = published && found is var (s, l) && state.Sections[s].Lessons[l].Preview;
        if (!open && !Course.IsStaff(state, Actor) && !await IsEnrolled())
            return !published ? CourseErrors.NotFound : found is null ? CourseErrors.LessonNotFound : CourseErrors.NotEnrolled;
        if (found is not var (at, index)) return CourseErrors.LessonNotFound;
        var lesson = state.Sections[at].Lessons[index];
        var body = lesson.HasText ? await Store.LoadRecord(CourseState.BodyRecord, Key, lessonId) : null;
        return new LessonView(Id.CourseId, state.Sections[at].SectionId, CourseViews.Of(lesson, mayWatch: true), body is null ? "" : Read<LessonBody>(body).Markdown, version);
    }

    /// <summary>Execute, then tell the course's viewers. Losing the push loses nothing but time.</summary>
    private async Task<Result<Receipt>> Change(Command command, Func<CourseState, Decision<CourseState>> decide)
    {
        var before = Version;
        var result = await Execute(command, decide);
        if (result.IsOk && Version != before) await this.Publish(LiveTopics.Course(Id.CourseId), "changed", Version, new { version = Version });
        return result;
    }

    private Task<bool> IsEnrolled() =>
        Actor.IsVisitor ? Task.FromResult(false) : GrainFactory.Enrolment(new(Id.Tenant, Id.CourseId, Actor.UserId)).IsActive();

    /// <summary>A lesson names only videos that were uploaded to its course. The media grain answers interleaved, so that it may be in
    /// the middle of attaching itself here.</summary>
    private async Task<bool> IsOurs(string mediaId) =>
        KeySegment.IsValid(mediaId)
        && await GrainFactory.Media(new(Id.Tenant, mediaId)).Get() is { IsOk: true, Value: { CourseId: var course, State: not MediaState.Retired } } && course == Id.CourseId;

    private static T Read<T>(StoredRecord record) => JsonSerializer.Deserialize<T>(record.Json, HubJson.Options)!;
}
