using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Media;

/// <summary>One video. Key <c>tenant/media</c>. Invariants: the owner never changes; a video is complete once. State: one document under 4 KB.
/// Expected: a few calls an upload, one a playback.</summary>
internal sealed class MediaGrain(IAggregateStore store, MediaLimits limits, TimeProvider time) : AggregateGrain<MediaItem>(store), IMediaGrain
{
    private MediaKey Id => MediaKey.Parse(Key);
    private bool IsMine => State.State != MediaState.None && (Actor.IsSystem || Actor.UserId == State.OwnerId);

    public async Task<Result<MediaView>> Begin(BeginUpload command)
    {
        if (State.State != MediaState.None) return IsMine ? View(State, Version) : MediaErrors.NotFound;
        if (!KeySegment.IsValid(command.CourseId) || !KeySegment.IsValid(command.LessonId)) return MediaErrors.NoLesson;
        var course = GrainFactory.Course(new CourseKey(Id.Tenant, command.CourseId));
        if (!await course.IsStaff()) return MediaErrors.NotYours;
        var facts = await course.GetFacts();
        if (!facts.Lessons.Any(l => l.LessonId == command.LessonId && l.Kind == LessonKind.Video)) return MediaErrors.NoLesson;

        var owner = Actor.UserId;
        // Each open upload holds one of the owner's numbered places; from a place that differs by video, most find a free one at once.
        var first = (int)((uint)Id.MediaId.Aggregate(17, static (hash, c) => hash * 31 + c) % (uint)limits.OpenUploads);
        for (var n = 0; n < limits.OpenUploads; n++)
        {
            var slot = (first + n) % limits.OpenUploads;
            var begun = await Execute(command, s => MediaUpload.Begin(s, command, owner, slot, limits, time.GetUtcNow()), View);
            if (begun.Error?.Code != MediaErrors.SlotTaken.Code) return begun;
        }
        return MediaErrors.TooManyOpen;
    }

    public async Task<Result<MediaView>> CompleteUpload(CompleteUpload command)
    {
        if (!IsMine) return MediaErrors.NotFound;
        // The lesson names the video before the upload counts as done: a lesson that is gone is told to the one who uploads. Repeats are harmless.
        if (State.State == MediaState.Uploading && command.Sniffed is not null)
        {
            var attached = await GrainFactory.Course(new CourseKey(Id.Tenant, State.CourseId))
                .ChangeLesson(new ChangeLesson(State.LessonId, null, null, Id.MediaId, null) { OperationId = $"media/{Id.MediaId}/attach" });
            if (!attached.IsOk) return attached.Error;
        }
        var completed = await Execute(command, s => MediaUpload.Complete(s, command), View);
        return completed is { IsOk: true, Value.State: MediaState.Failed } ? MediaErrors.NotVideo : completed;
    }

    public async Task<Result<MediaView>> Cancel(CancelUpload command) =>
        IsMine ? await Execute(command, MediaUpload.Cancel, View) : MediaErrors.NotFound;

    public Task<Result<MediaView>> Transcoded(MediaTranscoded command) => Execute(command, s => MediaUpload.Transcoded(s, command), View);

    public async Task<Result<MediaKeeping>> Tend(TendMedia command)
    {
        if (State.State == MediaState.None) return MediaErrors.NotFound;
        var facts = await GrainFactory.Course(new CourseKey(Id.Tenant, State.CourseId)).GetFacts();
        var named = facts.Lessons.Any(l => l.MediaId == Id.MediaId);
        var now = time.GetUtcNow();
        return await Execute(command, s => MediaUpload.Tend(s, named, limits, now), (s, _) => new MediaKeeping(s.State, MediaUpload.BytesMayGo(s, limits, now)));
    }

    public Task<Result<CaptionsChanged>> SetCaptions(SetCaptions command) => Caption(command, command.Language, s => MediaCaptions.Set(s, command));

    public Task<Result<CaptionsChanged>> RemoveCaptions(RemoveCaptions command) => Caption(command, command.Language, s => MediaCaptions.Remove(s, command));

    private async Task<Result<CaptionsChanged>> Caption(Command command, string language, Func<MediaItem, Decision<MediaItem>> decide)
    {
        if (State.State == MediaState.None || !(Actor.IsAdmin || await GrainFactory.Course(new CourseKey(Id.Tenant, State.CourseId)).IsStaff())) return MediaErrors.NotFound;
        var before = MediaCaptions.Of(State, language)?.File;
        return await Execute(command, decide, (s, v) => new CaptionsChanged(View(s, v), before != MediaCaptions.Of(s, language)?.File ? before : null));
    }

    public async Task<Result<MediaView>> Get()
    {
        var (state, version) = (State, Version);
        if (state.State == MediaState.None) return MediaErrors.NotFound;
        if (IsMine || Actor.IsAdmin || await GrainFactory.Course(new CourseKey(Id.Tenant, state.CourseId)).IsStaff()) return View(state, version);
        return MediaErrors.NotFound;
    }

    private MediaView View(MediaItem state, long version) => state.ToView(Id.MediaId, version);
}
