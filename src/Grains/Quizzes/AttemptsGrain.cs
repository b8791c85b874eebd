using System.Collections.Immutable;
using System.Security.Cryptography;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>Key <see cref="AttemptsKey"/>. Invariants: <see cref="Sitting"/> and <see cref="Marking"/>. In memory: a line an attempt and the answers of the one that runs, at most
/// a million characters. One save in two seconds while the learner types. Commands call the quiz's, the course's and the enrolment's interleaved reads and the stateless papers:
/// none of them calls back.</summary>
[GrainType("attempts")]
internal sealed partial class AttemptsGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<AttemptsState>(store), IAttemptsGrain
{
    private PeopleNames _names = null!;
    private int _papersRead;

    private AttemptsKey Id => AttemptsKey.Parse(Key);
    private IQuestionPapersGrain Papers => GrainFactory.Queries<IQuestionPapersGrain>(Id.Tenant);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _names = new(GrainFactory, Id.Tenant, time);
        await base.OnActivateAsync(cancellationToken);
        Arm();
    }

    protected override async ValueTask<AttemptsState> WithRecords(AttemptsState state, CancellationToken cancellation) =>
        state.Attempts.IsEmpty || state.Attempts[^1].State is not (AttemptState.Running or AttemptState.HandedIn) ? state
            : state with { Data = await Load(state.Attempts.Length, cancellation) };

    public async Task<Result<AttemptsView>> Get()
    {
        if (await Known() is not { } access) return QuizErrors.NotFound;
        var (rules, now) = (access.Rules, time.GetUtcNow());
        var state = access.IsOwner ? State.For(access.IsPreview) : State;
        var refusal = access.IsOwner ? access.MaySit ? AttemptTimes.Refusal(rules, state.Attempts.Length, access.IsPreview, now) : QuizErrors.NotEnrolled : null;
        return AttemptViews.All(Id, state, rules, access, refusal, now);
    }

    public async Task<Result<AttemptPaper>> Start(StartAttempt command)
    {
        if (await Known() is not { IsOwner: true } access) return QuizErrors.NotFound;
        if (!access.MaySit) return QuizErrors.NotEnrolled;
        var seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));
        ImmutableArray<PaperItem> items = [];
        if (State.For(access.IsPreview) is { Running: null } own)
        {
            if (AttemptTimes.Refusal(access.Rules, own.Attempts.Length, access.IsPreview, time.GetUtcNow()) is { } refused && await Answered<StartedAttempt>(command) is null) return refused;
            var dealt = await AsPlatform(() => GrainFactory.Quiz(Id.Quiz).Deal(seed));
            if (!dealt.IsOk) return dealt.Error;
            items = [.. dealt.Value.Select((d, i) => new PaperItem(i + 1, d.Question.QuestionId, d.Question.Version, d.Marks))];
        }
        // The clock starts here, after the paper was dealt.
        var started = await Execute(command, Begin, (s, _) => new StartedAttempt(s.Attempts.Length));
        if (!started.IsOk) return started.Error;
        Arm();
        return await PaperOf(started.Value.Number, access.Rules);

        async ValueTask<Decision<AttemptsState>> Begin(AttemptsState stored)
        {
            var before = stored.For(access.IsPreview);
            var (begun, number) = (Sitting.Start(before, access.Rules, items, seed, access.IsPreview, time.GetUtcNow()), before.Attempts.Length + 1);
            if (begun.State is null || begun.IsNoChange || number > before.Forgotten) return begun;
            return begun with { Records = [.. (await Load(number)).Delete(number), .. begun.Records] };
        }
    }

    public async Task<Result<AttemptPaper>> GetPaper(int number)
    {
        if (await Known() is not { IsOwner: true } access) return QuizErrors.NotFound;
        if (!access.MaySit) return QuizErrors.NotEnrolled;
        if (State.Preview && !access.IsPreview) return QuizErrors.AttemptNotFound;
        _papersRead++;
        return await PaperOf(number, access.Rules);
    }

    public async Task<Result<SaveReceipt>> Save(SaveAnswers command)
    {
        if (!IsOwner || !State.Preview && !await IsEnrolled()) return IsOwner ? QuizErrors.NotEnrolled : QuizErrors.NotFound;
        var before = State.Running?.Revision;
        // An answer's revision tells a repeat from a change: no operation needs to be remembered.
        var saved = await Execute(command with { OperationId = null }, s => Sitting.Save(s, command, time.GetUtcNow()), (s, _) => s.Find(command.Number)!.Revision);
        if (!saved.IsOk) return saved.Error;
        var now = time.GetUtcNow();
        var attempt = State.Find(command.Number)!;
        var places = command.Changes.Select(c => c.Place).ToImmutableArray();
        if (attempt.Revision != before && _papersRead > 1) await Tell("saved", new { Id.QuizId, command.Number, attempt.Revision, command.DeviceId, places });
        return new SaveReceipt(command.Number, attempt.Revision, now, now, attempt.Deadline, [.. places.Select(p => AttemptViews.Answer(State.Data.Answer(p), State.Data.Paper))],
            [.. command.Changes.Where(c => Sitting.IsConflict(State.Data.Answer(c.Place), c)).Select(c => c.Place)]);
    }

    public async Task<Result<AnswerView>> Check(CheckAnswer command)
    {
        if (!IsOwner || !State.Preview && !await IsEnrolled()) return IsOwner ? QuizErrors.NotEnrolled : QuizErrors.NotFound;
        if (Sitting.RefuseCheck(State, command, time.GetUtcNow()) is { } refused) return refused;
        var answer = State.Data.Answer(command.Place);
        if (!Sitting.IsChecked(answer))
        {
            if (await Rules() is not { } rules) return QuizErrors.NotFound;
            var item = State.Data.Paper.Items[command.Place - 1];
            var best = answer.Tries.IsEmpty ? (decimal?)null : answer.Tries.Max(t => t.Result.Mark);
            var result = (await AsPlatform(() => Papers.Mark([Marking.Request(State.Data.Paper, item, rules, answer.Response, answer.Tries.Length, best)])))[0];
            if (result.State == MarkState.NeedsPerson) return QuizErrors.NotImmediate;
            var tried = await Execute(command, s => Sitting.Check(s, command, result, answer.Revision, time.GetUtcNow()), (_, v) => new Receipt(AttemptsState.AggregateType, Key, v));
            if (!tried.IsOk) return tried.Error;
        }
        return AttemptViews.Answer(State.Data.Answer(command.Place), State.Data.Paper);
    }

    public async Task<Result<AttemptSummary>> HandIn(HandInAttempt command)
    {
        if (!IsOwner) return QuizErrors.NotFound;
        if (await Rules() is not { } rules) return QuizErrors.NotFound;
        // One who was removed may still hand in what was saved, but adds nothing to it.
        if (command.Last is not null && !State.Preview && !await IsEnrolled()) return QuizErrors.NotEnrolled;
        var handed = await Execute(command, s => Sitting.HandIn(s, command, time.GetUtcNow()), (s, v) => new Receipt(AttemptsState.AggregateType, Key, v));
        if (!handed.IsOk) return handed.Error;
        // From here on it is handed in whatever happens; marks follow now, or by the clock.
        await MarkWaiting();
        Arm();
        await Tell("handed_in", new { Id.QuizId, command.Number });
        return AttemptViews.Summary(State.Find(command.Number)!, State, rules, isStaff: false, time.GetUtcNow());
    }

    private async Task<Result<AttemptPaper>> PaperOf(int number, QuizRules rules)
    {
        if (State.Find(number) is not { } attempt) return QuizErrors.AttemptNotFound;
        if (attempt.State != AttemptState.Running) return QuizErrors.NotRunning;
        var (data, seed) = (State.Data, attempt.Seed);
        var questions = await AsPlatform(() => Papers.Present([.. data.Paper.Items.Select(i => i.Question)], seed));
        return AttemptViews.Paper(Id, rules, attempt, data, questions, time.GetUtcNow());
    }

    /// <summary>Rules and what the caller is to these attempts; null for whoever is nothing to them, or when the lesson is gone.</summary>
    private async Task<AttemptAccess?> Known()
    {
        if (await Rules() is not { } rules) return null;
        var course = GrainFactory.Course(new(Id.Tenant, rules.CourseId));
        var staff = await course.IsStaff();
        if (!staff && !IsOwner) return null;
        var facts = await course.GetFacts();
        var enrolled = IsOwner && await GrainFactory.Enrolment(new(Id.Tenant, rules.CourseId, Id.UserId)).IsActive();
        var lesson = facts.Lessons.FirstOrDefault(l => l.LessonId == rules.LessonId && l.Kind == LessonKind.Quiz);
        // Staff keep what was done in a lesson that is gone; learners lose the lesson.
        if (!staff && (lesson is null || !enrolled && State.Attempts.IsEmpty)) return null;
        var preview = staff && !enrolled;
        return new(rules, IsOwner, staff, preview, IsOwner && lesson is not null && (enrolled || preview && (State.Attempts.IsEmpty || State.Preview)));
    }

    private bool IsOwner => Actor.UserId == Id.UserId;
    private Task<bool> IsEnrolled() => GrainFactory.Enrolment(new(Id.Tenant, State.CourseId.Length > 0 ? State.CourseId : "-", Id.UserId)).IsActive();
    private Task<QuizRules?> Rules() => AsPlatform(() => GrainFactory.Quiz(Id.Quiz).GetRules(Id.UserId));

    private async Task<T> AsPlatform<T>(Func<Task<T>> call)
    {
        using var _ = ActorContext.As(Interfaces.Common.Actor.System(Id.Tenant));
        return await call();
    }

    /// <summary>To the learner's other tabs and devices.</summary>
    private Task Tell(string kind, object data) => this.Publish(LiveTopics.User(Id.UserId), $"attempt_{kind}", 0, data);

    /// <summary>One attempt's records.</summary>
    private async Task<AttemptData> Load(int number, CancellationToken cancellation = default)
    {
        var paper = await Store.LoadRecord(AttemptsState.PaperRecord, Key, $"{number:d4}", cancellation);
        if (paper is null) return AttemptData.None;
        var answers = await Store.LoadRecordsAfter(AttemptsState.AnswerRecord, Key, number - 1, Quiz.MaxQuestions, cancellation);
        var marks = await Store.LoadRecordsAfter(AttemptsState.MarkRecord, Key, number - 1, Quiz.MaxQuestions, cancellation);
        return AttemptData.Of(paper, answers.Where(r => r.Seq == number), marks.Where(r => r.Seq == number));
    }

    /// <summary>What is kept of a start for its retry.</summary>
    private sealed record StartedAttempt(int Number);
}

/// <param name="IsPreview">Staff who are not enrolled: nothing counts.</param>
internal sealed record AttemptAccess(QuizRules Rules, bool IsOwner, bool IsStaff, bool IsPreview, bool MaySit);
