using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Interfaces.Transcoding;
using Orleans.Concurrency;

namespace LearningHub.Grains.InstructorDesk;

/// <summary>Key <c>tenant/queries</c>. Asks each capability for its own numbers, at the same time; keeps nothing. One call a page, and one a chat room of the courses asked about.</summary>
[StatelessWorker(4), GrainType("instructor-desk")]
internal sealed class InstructorDeskGrain(TimeProvider time) : Grain, IInstructorDeskGrain
{
    private const int MostCourses = 100;
    private static readonly TimeSpan Recently = TimeSpan.FromDays(28);

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<DeskView> Get()
    {
        // The caller's own courses and no others: from here on the platform asks for their numbers.
        var taught = (await GrainFactory.Queries<ICourseQueriesGrain>(Tenant).Taught(false, null, MostCourses)).Value!;
        var courses = taught.Items.ToDictionary(c => c.CourseId, c => c.Title);
        var (sums, earned) = (Sums([.. courses.Keys]), Earned(ActorContext.Required.UserId));
        var (students, earnings) = (await sums, await earned);
        return new DeskView(students.Values.Aggregate(EnrolmentSums.None, (all, next) => all + next), Total(earnings), await Waiting(courses, students),
            [.. taught.Items.Select(c => new DeskCourse(c.CourseId, c.Title, c.Status, students.GetValueOrDefault(c.CourseId, EnrolmentSums.None),
                [.. earnings.Where(e => e.CourseId == c.CourseId && !e.All.IsZero).Select(e => e.All)]))], taught.Next is not null);
    }

    public async Task<Result<CourseInsight>> Course(string courseId)
    {
        if (!KeySegment.IsValid(courseId)) return DeskErrors.CourseNotFound;
        var course = GrainFactory.Course(new(Tenant, courseId));
        if (!await course.IsStaff()) return (await course.Get()).IsOk ? DeskErrors.NotStaff : DeskErrors.CourseNotFound;
        var facts = await course.GetFacts();
        var (sums, earned, lessons) = (Sums([courseId]), Earned(facts.InstructorId), LessonsOf(courseId));
        var begun = (await lessons).ToDictionary(l => l.LessonId);
        return new CourseInsight((await sums).GetValueOrDefault(courseId, EnrolmentSums.None), Total((await earned).Where(e => e.CourseId == courseId)),
            await Waiting(new() { [courseId] = facts.Title }, await sums),
            [.. facts.Lessons.Select(l => new LessonInsight(l, begun.GetValueOrDefault(l.LessonId)?.Begun ?? 0, begun.GetValueOrDefault(l.LessonId)?.Completed ?? 0))]);
    }

    private async Task<Dictionary<string, EnrolmentSums>> Sums(ImmutableArray<string> courseIds)
    {
        using var actor = ActorContext.As(Actor.System(Tenant));
        return (await GrainFactory.Queries<IEnrolmentQueriesGrain>(Tenant).Sums(courseIds)).ToDictionary(s => s.CourseId, s => s.Sums);
    }

    private async Task<ImmutableArray<LessonSums>> LessonsOf(string courseId)
    {
        using var actor = ActorContext.As(Actor.System(Tenant));
        return await GrainFactory.Queries<IEnrolmentQueriesGrain>(Tenant).Lessons(courseId);
    }

    private async Task<ImmutableArray<CourseEarnings>> Earned(string sellerId)
    {
        using var actor = ActorContext.As(Actor.System(Tenant));
        return await GrainFactory.Queries<ILedgerQueriesGrain>(Tenant).EarnedBy(sellerId, time.GetUtcNow() - Recently);
    }

    private static ImmutableArray<Earned> Total(IEnumerable<CourseEarnings> earned) =>
        [.. earned.GroupBy(e => e.All.Currency).Select(g => new Earned(Money.Sum(g.Select(e => e.Recent), g.Key), Money.Sum(g.Select(e => e.All), g.Key))).OrderBy(e => e.All.Currency, StringComparer.Ordinal)];

    private async Task<ImmutableArray<AttentionItem>> Waiting(Dictionary<string, string> courses, Dictionary<string, EnrolmentSums> sums)
    {
        var quizzes = Quizzes([.. courses.Keys]);
        var videos = Videos(courses);
        var rooms = sums.Keys.Select(async id => (await GrainFactory.ChatRoom(new(Tenant, id)).Waiting()) is { IsOk: true, Value: var w } ? Attention.Of(w, id, courses[id]) : null).ToArray();
        return Attention.InOrder([
            .. (await quizzes).SelectMany(q => Attention.Of(q, courses[q.CourseId])), .. (await Task.WhenAll(rooms)).OfType<AttentionItem>(),
            .. sums.Select(s => Attention.Of(s.Value, s.Key, courses[s.Key])), .. await videos]);
    }

    private async Task<ImmutableArray<QuizAttention>> Quizzes(ImmutableArray<string> courseIds)
    {
        using var actor = ActorContext.As(Actor.System(Tenant));
        return await GrainFactory.Queries<IQuizQueriesGrain>(Tenant).Attention(courseIds);
    }

    /// <summary>Failed videos that a lesson still names.</summary>
    private async Task<IEnumerable<AttentionItem>> Videos(Dictionary<string, string> courses)
    {
        using var actor = ActorContext.As(Actor.System(Tenant));
        var failed = await GrainFactory.GetGrain<ITranscodeQueueGrain>("system/queries").Failed(Tenant, [.. courses.Keys]);
        return (await Task.WhenAll(failed.GroupBy(f => f.CourseId).Select(async of =>
        {
            var lessons = (await GrainFactory.Course(new(Tenant, of.Key)).GetFacts()).Lessons;
            return from f in of from l in lessons where l.MediaId == f.MediaId select new AttentionItem(AttentionKind.VideoFailed, of.Key, courses[of.Key], l.LessonId, l.Title, 1, f.ChangedAt);
        }))).SelectMany(x => x);
    }
}
