using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>Key <see cref="QuizKey"/>. Invariants: <see cref="Quiz"/>. In memory: settings, at most 100 slots and 1,000 overrides. Commands: a few a minute while it is built.
/// Reads: one a start, hundreds a second when an exam begins, interleaved and answered from memory; the versions of fixed questions are asked at most every five seconds.</summary>
[GrainType("quiz")]
internal sealed class QuizGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<QuizState>(store), IQuizGrain
{
    private static readonly TimeSpan VersionsFor = TimeSpan.FromSeconds(5);
    private Task<ImmutableDictionary<string, QuestionRef>>? _versions;
    private ImmutableArray<QuizSlot> _versionsOf;
    private long _versionsAt;

    private QuizKey Id => QuizKey.Parse(Key);

    protected override async ValueTask<QuizState> WithRecords(QuizState state, CancellationToken cancellation) =>
        state.OverrideCount == 0 ? state : state.WithStored(await Store.LoadRecords(QuizState.OverrideRecord, Key, cancellation: cancellation));

    public async Task<Result<Receipt>> Create(CreateQuiz command)
    {
        if (!KeySegment.IsValid(command.CourseId) || !KeySegment.IsValid(command.LessonId) || QuizKey.IdOf(command.CourseId, command.LessonId) != Id.QuizId) return QuizErrors.NotAQuiz;
        var course = GrainFactory.Course(new(Id.Tenant, command.CourseId));
        if (!await course.IsStaff()) return QuizErrors.NotFound;
        if (!(await course.GetFacts()).Lessons.Any(l => l.LessonId == command.LessonId && l.Kind == LessonKind.Quiz)) return QuizErrors.NotAQuiz;
        return await Execute(command, s => Quiz.Create(s, command));
    }

    public Task<Result<Receipt>> Configure(ConfigureQuiz command) => AsStaff(command, s => Quiz.Configure(s, command, Version));
    public Task<Result<Receipt>> AddDraw(AddQuizDraw command) => AsStaff(command, s => Quiz.AddDraw(s, command));
    public Task<Result<Receipt>> ChangeSlot(ChangeQuizSlot command) => AsStaff(command, s => Quiz.ChangeSlot(s, command));
    public Task<Result<Receipt>> MoveSlot(MoveQuizSlot command) => AsStaff(command, s => Quiz.MoveSlot(s, command));
    public Task<Result<Receipt>> RemoveSlot(RemoveQuizSlot command) => AsStaff(command, s => Quiz.RemoveSlot(s, command));
    public Task<Result<Receipt>> SetOverride(SetQuizOverride command) => AsStaff(command, s => Quiz.SetOverride(s, command));
    public Task<Result<Receipt>> RemoveOverride(RemoveQuizOverride command) => AsStaff(command, s => Quiz.RemoveOverride(s, command));

    public async Task<Result<Receipt>> AddQuestions(AddQuizQuestions command)
    {
        if (await Refused() is { } refused) return refused;
        if (command.QuestionIds.IsDefaultOrEmpty || command.QuestionIds.Length > Quiz.MaxSlots) return command.QuestionIds.IsDefaultOrEmpty ? QuizErrors.NoQuestionsNamed : QuizErrors.TooManySlots;
        var known = (await Newest(command.QuestionIds)).Keys.ToHashSet();
        return await Execute(command, s => Quiz.AddQuestions(s, command, known, () => KeySegment.NewId(time)));
    }

    public async Task<Result<Receipt>> Regrade(RegradeQuiz command)
    {
        if (await Refused() is { } refused) return refused;
        if (command.QuestionIds.IsDefaultOrEmpty || command.QuestionIds.Length > Quiz.MaxQuestions) return QuizErrors.NoQuestionsNamed;
        var newest = await Newest(command.QuestionIds);
        var user = Actor.UserId;
        return await Execute(command, s => Quiz.Regrade(s, [.. newest.Values.Select(q => new QuestionCorrection(q.QuestionId, q.Version))], user, time.GetUtcNow()));
    }

    public async Task<Result<QuizView>> Get()
    {
        if (await Refused() is { } refused) return refused;
        var (s, version) = (State, Version);
        var title = (await GrainFactory.Course(new(Id.Tenant, s.CourseId)).GetFacts()).Lessons.FirstOrDefault(l => l.LessonId == s.LessonId)?.Title ?? "";
        return new QuizView(Id.QuizId, s.CourseId, s.LessonId, title, s.Settings, s.Slots, s.Questions, s.MaxMark, [.. s.Overrides.Values], s.Regrades, version, await Short(s));
    }

    private async Task<ImmutableDictionary<string, int>> Short(QuizState state)
    {
        using var _ = ActorContext.As(Actor.System(Id.Tenant));
        var drawn = await Draws(state, seed: 0);
        return state.Slots.Where(s => s.IsDraw && drawn[s.SlotId].Length < s.Count).ToImmutableDictionary(s => s.SlotId, s => drawn[s.SlotId].Length);
    }

    public Task<bool> IsStaff() => State.Exists ? GrainFactory.Course(new(Id.Tenant, State.CourseId)).IsStaff() : Task.FromResult(false);

    public Task<QuizRules?> GetRules(string userId) => Task.FromResult(!State.Exists ? null
        : new QuizRules(Id.QuizId, State.CourseId, State.LessonId, State.Settings, State.Slots, State.Overrides.GetValueOrDefault(userId), State.KeyVersion, State.Corrections));

    public async Task<Result<ImmutableArray<DealtQuestion>>> Deal(long seed)
    {
        var state = State;
        var versions = await Versions(state);
        var drawn = await Draws(state, seed);
        var dealt = new List<DealtQuestion>();
        foreach (var slot in state.Slots)
        {
            if (!slot.IsDraw)
            {
                if (versions.TryGetValue(slot.QuestionId!, out var question)) dealt.Add(new(question, slot.Marks));
                continue;
            }
            // Fewer than the others get would be another exam.
            if (drawn[slot.SlotId].Length < slot.Count) return QuizErrors.TooFewQuestions;
            dealt.AddRange(drawn[slot.SlotId].Select(q => new DealtQuestion(q, slot.Marks)));
        }
        if (dealt.Count == 0) return QuizErrors.NoQuestions;
        if (state.Settings.Shuffle) new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(dealt));
        return dealt.ToImmutableArray();
    }

    /// <summary>What the draws give, by slot: none gives what another slot has. Fewer than asked for where the bank has fewer.</summary>
    private async Task<Dictionary<string, ImmutableArray<QuestionRef>>> Draws(QuizState state, long seed)
    {
        // Who may choose least draws first, lest others take what they cannot do without; and one that came away short draws before all others then.
        var order = state.Slots.Select((slot, index) => (Slot: slot, Seed: unchecked(seed + index * 7_919))).Where(d => d.Slot.IsDraw).OrderByDescending(d => d.Slot.Tags.Length).ToList();
        for (var tries = order.Count; ; tries--)
        {
            var drawn = new Dictionary<string, ImmutableArray<QuestionRef>>();
            var used = state.Slots.Where(s => !s.IsDraw).Select(s => s.QuestionId!).ToHashSet();
            foreach (var (slot, chance) in order)
            {
                var given = await GrainFactory.Queries<IQuestionPapersGrain>(Id.Tenant).Draw(new(state.CourseId, slot.Tags, slot.Count, chance, [.. used]));
                drawn[slot.SlotId] = given.IsOk ? given.Value : [];
                used.UnionWith(drawn[slot.SlotId].Select(q => q.QuestionId));
            }
            var least = order.FindIndex(d => drawn[d.Slot.SlotId].Length < d.Slot.Count);
            if (least <= 0 || tries == 0) return drawn;
            var first = order[least];
            order.RemoveAt(least);
            order.Insert(0, first);
        }
    }

    private async Task<Result<Receipt>> AsStaff(Command command, Func<QuizState, Decision<QuizState>> decide) =>
        await Refused() is { } refused ? refused : await Execute(command, decide);

    private async Task<Error?> Refused()
    {
        if (!State.Exists) return QuizErrors.NotFound;
        return await GrainFactory.Course(new(Id.Tenant, State.CourseId)).IsStaff() ? null : QuizErrors.NotFound;
    }

    /// <summary>The present versions of the fixed questions, asked once for all who start in the same seconds.</summary>
    private Task<ImmutableDictionary<string, QuestionRef>> Versions(QuizState state)
    {
        if (_versions is { IsFaulted: false } && _versionsOf == state.Slots && time.GetElapsedTime(_versionsAt) < VersionsFor) return _versions;
        (_versionsOf, _versionsAt) = (state.Slots, time.GetTimestamp());
        return _versions = Newest([.. state.Slots.Where(s => !s.IsDraw).Select(s => s.QuestionId!)]);
    }

    /// <summary>The newest version of those that belong to the course's bank.</summary>
    private async Task<ImmutableDictionary<string, QuestionRef>> Newest(ImmutableArray<string> questionIds)
    {
        var views = await Task.WhenAll(questionIds.Where(KeySegment.IsValid).Distinct().Select(q => GrainFactory.Question(new(Id.Tenant, q)).Get()));
        return views.Where(v => v.IsOk && v.Value.CourseId == State.CourseId).ToImmutableDictionary(v => v.Value!.QuestionId, v => new QuestionRef(v.Value!.QuestionId, v.Value.Latest));
    }
}
