using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Courses;

/// <summary>Key <see cref="CourseKey"/>. Invariants: <see cref="Course"/> and <see cref="Outline"/>. In memory: the outline, at most 2,000 lessons
/// (some 400 KB), no bodies. A few commands a minute while it is built; reads at the rate of page views, interleaved.
/// Reads may call the enrolment's interleaved reads; commands call none but the media's.</summary>
[GrainType("course")]
internal sealed class CourseGrain(IAggregateStore store, ILiveSettings settings, TimeProvider time) : AggregateGrain<CourseState>(store), ICourseGrain
{
    private CourseKey Id => CourseKey.Parse(Key);

    protected override async ValueTask<CourseState> WithRecords(CourseState state, CancellationToken cancellation)
    {
        if (state.SectionIds.IsEmpty) return state;
        var stored = await Store.LoadRecords(CourseState.SectionRecord, Key, cancellation: cancellation);
        return state.WithStored(stored.Select(Read<Section>));
    }

    public Task<Result<Receipt>> Create(CreateCourse command) => Change(command, s => Course.Create(s, command, Actor, time.GetUtcNow()));
    public Task<Result<Receipt>> ChangeDetails(ChangeCourseDetails command) => Edit(command, s => Course.ChangeDetails(s, command, Actor));
    public Task<Result<Receipt>> AddSection(AddSection command) => Edit(command, s => Outline.AddSection(s, command, Actor));
    public Task<Result<Receipt>> RenameSection(RenameSection command) => Edit(command, s => Outline.RenameSection(s, command, Actor));
    public Task<Result<Receipt>> RemoveSection(RemoveSection command) => Edit(command, s => Outline.RemoveSection(s, command, Actor));
    public Task<Result<Receipt>> AddLesson(AddLesson command) => Edit(command, s => Outline.AddLesson(s, command, Actor));
    public Task<Result<Receipt>> RemoveLesson(RemoveLesson command) => Edit(command, s => Outline.RemoveLesson(s, command, Actor));
    public Task<Result<Receipt>> Move(MoveItem command) => Edit(command, s => Outline.Move(s, command, Version, Actor));
    public async Task<Result<Receipt>> Publish(PublishCourse command)
    {
        var approved = await settings.Get(Id.Tenant, SettingCatalogue.CourseApproval);
        return await Change(command, s => Course.Publish(s, Actor, time.GetUtcNow(), approved));
    }

    public Task<Result<Receipt>> Submit(SubmitCourse command) => Change(command, s => CourseReviews.Submit(s, Actor, time.GetUtcNow()));
    public Task<Result<Receipt>> Approve(ApproveCourse command) => Change(command, s => CourseReviews.Approve(s, command, Actor, time.GetUtcNow()));
    public Task<Result<Receipt>> SendBack(SendBackCourse command) => Change(command, s => CourseReviews.SendBack(s, command, Actor, time.GetUtcNow()));

    public async Task<Result<CourseReviewDetail>> GetReview()
    {
        var state = State;
        if (!Course.IsStaff(state, Actor)) return CourseErrors.NotFound;
        var approved = await Store.LoadRecord(CourseSnapshot.Record, Key, CourseSnapshot.Id) is { } kept ? Read<CourseSnapshot>(kept) : CourseSnapshot.Nothing;
        return new CourseReviewDetail(Id.CourseId, state.Title, state.InstructorId, state.Status, CourseReviews.View(state, await IsApprovalNeeded()), state.ApprovedAt,
            CourseComparison.Of(approved, CourseSnapshot.Of(state), await QuizComparison.Of(GrainFactory, Id, approved, state)));
    }

    public Task<Result<Receipt>> Unpublish(UnpublishCourse command) => Change(command, s => Course.Unpublish(s, Actor));
    public Task<Result<Receipt>> MediaReady(LessonMediaReady command) => Change(command, s => Outline.MediaReady(s, command));

    public Task<Result<Receipt>> QuizChanged(LessonQuizChanged command) => Change(command, s => Outline.QuizChanged(s, command));

    public Task<Result<Receipt>> QuizEdited(LessonQuizEdited command) => Edit(command, s => Outline.QuizEdited(s, command));

    public Task<Result<Receipt>> CaptionsChanged(LessonCaptionsChanged command) => Edit(command, s => Outline.CaptionsChanged(s, command));

    public async Task<Result<Receipt>> ChangeLesson(ChangeLesson command)
    {
        if (Course.Refuse(State, Actor) is { } refused) return refused;
        var (captions, readyMs) = ("", 0L);
        if (command.MediaId is { Length: > 0 } media && !Actor.IsSystem)
        {
            if (await Ours(media) is not { } named) return CourseErrors.MediaNotFound;
            captions = LessonCaptions.Of(named.Captions);
            readyMs = named is { State: MediaState.Ready, Manifest: { } made } ? made.DurationMs : 0;
        }
        return await Edit(command, s => Outline.ChangeLesson(s, command, Actor, captions, readyMs));
    }

    public async Task<Result<CourseView>> Get()
    {
        var (state, version) = (State, Version);
        if (!state.Exists) return CourseErrors.NotFound;
        var staff = Course.IsStaff(state, Actor);
        var review = staff ? CourseReviews.View(state, await IsApprovalNeeded()) : null;
        var enrolled = !staff && await IsEnrolled();
        if (state.Status != CourseStatus.Published && !staff && !enrolled) return CourseErrors.NotFound;
        return CourseViews.Of(Id.CourseId, state, version, staff, mayWatch: staff || enrolled) with { Review = review };
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

    /// <summary>A change of its content: what was approved is not this any more.</summary>
    private Task<Result<Receipt>> Edit(Command command, Func<CourseState, Decision<CourseState>> decide) => Change(command, s => decide(s).Then(next => next with { Edits = next.Edits + 1 }));

    private async ValueTask<bool> IsApprovalNeeded() => !Actor.IsAdmin && await settings.Get(Id.Tenant, SettingCatalogue.CourseApproval);

    private Task<bool> IsEnrolled() =>
        Actor.IsVisitor ? Task.FromResult(false) : GrainFactory.Enrolment(new(Id.Tenant, Id.CourseId, Actor.UserId)).IsActive();

    /// <summary>A lesson names only videos that were uploaded to its course. The media grain answers interleaved, so that it may be in
    /// the middle of attaching itself here.</summary>
    private async Task<MediaView?> Ours(string mediaId) =>
        KeySegment.IsValid(mediaId)
        && await GrainFactory.Media(new(Id.Tenant, mediaId)).Get() is { IsOk: true, Value: { State: not MediaState.Retired } named } && named.CourseId == Id.CourseId ? named : null;

    private static T Read<T>(StoredRecord record) => JsonSerializer.Deserialize<T>(record.Json, HubJson.Options)!;
}
