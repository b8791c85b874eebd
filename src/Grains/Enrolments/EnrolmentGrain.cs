using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using Microsoft.Extensions.Logging;

namespace LearningHub.Grains.Enrolments;

/// <summary>Key <see cref="MemberKey"/>. Invariants: <see cref="Enrolment"/>. In memory: a record a lesson touched. One report in 15 s while the student
/// watches. Commands call the course's interleaved reads and, after a removal, the chat room: neither calls back but through interleaved reads.</summary>
[GrainType("enrolment")]
internal sealed partial class EnrolmentGrain(IAggregateStore store, TimeProvider time, ILogger<EnrolmentGrain> log) : AggregateGrain<EnrolmentState>(store), IEnrolmentGrain
{
    private MemberKey Id => MemberKey.Parse(Key);

    protected override async ValueTask<EnrolmentState> WithRecords(EnrolmentState state, CancellationToken cancellation)
    {
        if (state.Status == EnrolmentStatus.None) return state;
        return state.WithStored(await Store.LoadRecords(EnrolmentState.LessonRecord, Key, cancellation: cancellation));
    }

    public async Task<Result<Receipt>> Enrol(EnrolStudent command)
    {
        var course = await Facts();
        Decision<EnrolmentState> Decide(EnrolmentState s) => Enrolment.Enrol(s, course, Id, Actor, time.GetUtcNow());
        if (course.SeatLimit is null || !Enrolment.NeedsSeat(State, Decide(State))) return await Execute(command, Decide);

        var seats = GrainFactory.SeatPool(Id.Course);
        using (ActorContext.As(Actor.System(Id.Tenant)))
            if ((await seats.Reserve(new(Enrolment.SeatOf(Id.UserId), 1, time.GetUtcNow() + Enrolment.SeatPatience, Id.UserId))).Error is { } full) return full;
        // From here on the reactor sees to the place: it counts it once the enrolment is committed, and a crash before only holds it for a while.
        var enrolled = await Execute(command, Decide);
        if (!enrolled.IsOk && enrolled.Error.Kind is not ErrorKind.Unavailable)
            using (ActorContext.As(Actor.System(Id.Tenant))) await seats.Release(new(Enrolment.SeatOf(Id.UserId)));
        return enrolled;
    }

    public async Task<Result<Receipt>> Grant(GrantAccess command)
    {
        var course = await Facts();
        return await Execute(command, s => Enrolment.Grant(s, command, course, Id, time.GetUtcNow()));
    }

    public async Task<Result<Receipt>> Revoke(RevokeAccess command)
    {
        var result = await Execute(command, s => Enrolment.Revoke(s, command));
        if (!result.IsOk || State.Status is not EnrolmentStatus.Revoked) return result;
        return await CloseChat() ? result : EnrolmentErrors.ChatOpen;
    }

    public async Task<Result<Receipt>> Leave(LeaveCourse command)
    {
        var result = await Execute(command, s => Enrolment.Leave(s, Id, Actor, time.GetUtcNow()));
        if (result.IsOk) await CloseChat();
        return result;
    }

    public async Task<Result<Receipt>> Remove(RemoveStudent command)
    {
        var course = await Facts();
        var result = await Execute(command, s => Enrolment.Remove(s, command, course, Actor));
        if (!result.IsOk) return result;
        // From the commit on IsActive is false; the room still has to close what is open. A retry closes it again.
        return await CloseChat() ? result : EnrolmentErrors.ChatOpen;
    }

    public async Task<Result<Receipt>> Readmit(ReadmitStudent command)
    {
        var course = await Facts();
        return await Execute(command, s => Enrolment.Readmit(s, course, Actor));
    }

    public async Task<Result<ProgressView>> RecordProgress(RecordProgress command)
    {
        var course = await Facts();
        return await Execute(command, s => Enrolment.RecordProgress(s, command, course, Id, Actor, time.GetUtcNow()), (s, v) => ViewOf(s, v, command.LessonId, course));
    }

    public async Task<Result<ProgressView>> CompleteLesson(CompleteLesson command)
    {
        var course = await Facts();
        return await Execute(command, s => Enrolment.CompleteLesson(s, command, course, Id, Actor, time.GetUtcNow()), (s, v) => ViewOf(s, v, command.LessonId, course));
    }

    public async Task<Result<Receipt>> QuizPassed(QuizPassed command)
    {
        var course = await Facts();
        return await Execute(command, s => Enrolment.QuizPassed(s, command, course, time.GetUtcNow()));
    }

    public async Task<Result<Receipt>> Settle()
    {
        var course = await Facts();
        return await Execute(s => Enrolment.Settle(s, course, time.GetUtcNow()));
    }

    public async Task<Result<EnrolmentView>> Get()
    {
        var (state, version) = (State, Version);
        var course = await Facts();
        var staff = Actor.IsAdmin || Actor.UserId == course.InstructorId;
        if (Actor.UserId != Id.UserId && !staff) return EnrolmentErrors.NotFound;
        if (!course.Exists || course.Status != CourseStatus.Published && state.Status == EnrolmentStatus.None && !staff) return EnrolmentErrors.CourseNotFound;
        var items = course.Lessons.ToDictionary(l => l.LessonId);
        var completed = Progress.Completed(state, course.Lessons);
        var last = state.LastLessonId;
        return new EnrolmentView(Id.CourseId, Id.UserId, state.Status, state.EnrolledAt, state.CompletedAt,
            [.. course.Lessons.Select(l => state.Lessons.GetValueOrDefault(l.LessonId)).OfType<LessonRecord>().Select(r =>
                new LessonProgress(r.LessonId, r.Watched, r.PositionMs, Progress.LessonPercent(r, items[r.LessonId]), r.Completed, r.At))],
            last is not null && items.ContainsKey(last) ? last : null, completed, course.Lessons.Length, Progress.CoursePercent(completed, course.Lessons.Length), version) { MayReturn = state is { Status: EnrolmentStatus.Left, Grounds.Length: > 0 } };
    }

    public Task<EnrolmentStanding> GetStanding() => Task.FromResult(new EnrolmentStanding(State.Status, State.IsActive || State is { Status: EnrolmentStatus.Left, Grounds.Length: > 0 }));

    public Task<bool> HoldsOwnSeat() => Task.FromResult(Enrolment.HoldsOwnSeat(State));

    public Task<bool> IsActive() => Task.FromResult(State.IsActive);

    private Task<CourseFacts> Facts() => GrainFactory.Course(Id.Course).GetFacts();

    private static ProgressView ViewOf(EnrolmentState state, long version, string lessonId, CourseFacts course)
    {
        var lesson = state.Lessons.GetValueOrDefault(lessonId);
        var completed = Progress.Completed(state, course.Lessons);
        return new(lessonId, Progress.LessonPercent(lesson, course.Lessons.First(l => l.LessonId == lessonId)), lesson is { Completed: true },
            completed, course.Lessons.Length, Progress.CoursePercent(completed, course.Lessons.Length), state.CompletedAt is not null, version);
    }

    private async Task<bool> CloseChat()
    {
        try
        {
            using (ActorContext.As(Actor.System(Id.Tenant)))
                await GrainFactory.ChatRoom(Id.Course).Evict(Id.UserId);
            return true;
        }
        catch (Exception e)
        {
            LogChatOpen(e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A person who left a course could not be shown out of its chat; the reactor will.")]
    private partial void LogChatOpen(Exception exception);
}
