using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Settings;
using Orleans.Runtime;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Key <see cref="LiveClassKey"/>. Invariants: <see cref="LiveClass"/>, <see cref="Seats"/>, <see cref="Polls"/>, <see cref="QuestionBoard"/>. State: a document under 2 KB and
/// at most 2,000 people, 50 polls and 300 questions, each a row (under 1 MB in all). A class of five hundred is some two hundred commands a second at its busiest; each is one commit
/// (about 3 ms), their pushes are joined to ten a second. While open it looks once a second at who is connected.</summary>
[GrainType("live-class")]
internal sealed partial class LiveClassGrain(IAggregateStore store, ILiveSettings settings, TimeProvider time) : AggregateGrain<LiveClassState>(store), ILiveClassGrain
{
    private RoomPresence _presence = null!;
    private PeopleNames _names = null!;
    private LiveClassKey Id => LiveClassKey.Parse(Key);
    private string Topic => LiveTopics.Class(Id.ClassId);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _presence = new(time.GetUtcNow());
        _names = new(GrainFactory, Id.Tenant, time);
        await base.OnActivateAsync(cancellationToken);
        Watch();
    }

    protected override async ValueTask<LiveClassState> WithRecords(LiveClassState state, CancellationToken cancellation)
    {
        if (!state.Exists) return state;
        var people = await Store.LoadRecords(LiveClassState.PersonRecord, Key, cancellation: cancellation);
        var polls = await Store.LoadRecords(LiveClassState.PollRecord, Key, cancellation: cancellation);
        var questions = await Store.LoadRecords(LiveClassState.QuestionRecord, Key, cancellation: cancellation);
        return state with
        {
            People = people.Select(r => r.Read<Participant>()).ToImmutableDictionary(p => p.UserId),
            Polls = polls.Select(r => r.Read<Poll>()).ToImmutableSortedDictionary(p => p.Number, p => p),
            Questions = questions.Select(r => r.Read<BoardQuestion>()).ToImmutableSortedDictionary(q => q.Number, q => q),
        };
    }

    public async Task<Result<Receipt>> Schedule(ScheduleLiveClass command)
    {
        if (!KeySegment.IsValid(command.CourseId)) return LiveClassErrors.CourseNotFound;
        // Another's class of this id does not exist for the caller.
        if (State.Exists && (Role != LiveRole.Host || State.CourseId != command.CourseId)) return LiveClassErrors.Exists;
        var course = await GrainFactory.Course(new(Id.Tenant, command.CourseId)).Get();
        if (!course.IsOk) return LiveClassErrors.CourseNotFound;
        if (!course.Value.CanEdit) return LiveClassErrors.NotYours;
        var standard = await settings.Get(Id.Tenant, SettingCatalogue.AttendeeLimit);
        var now = time.GetUtcNow();
        return await Execute(command, s => LiveClass.Schedule(s, command, course.Value.InstructorId, standard, now));
    }

    public Task<Result<Receipt>> Change(ChangeLiveClass command) => ByHost(command, s => LiveClass.Change(s, command, time.GetUtcNow()));
    public Task<Result<Receipt>> Cancel(CancelLiveClass command) => ByHost(command, LiveClass.Cancel);
    public Task<Result<Receipt>> Open(OpenLiveClass command) => ByHost(command, LiveClass.Open);
    public Task<Result<Receipt>> Start(StartLiveClass command) => ByHost(command, s => LiveClass.Start(s, time.GetUtcNow()));
    public Task<Result<Receipt>> End(EndLiveClass command) => ByHost(command, s => LiveClass.End(s, _presence, time.GetUtcNow()));

    public async Task<Result<Receipt>> SetCoHost(SetCoHost command)
    {
        if (!KeySegment.IsValid(command.UserId)) return LiveClassErrors.NotMember;
        // Also of one who has been here: they may have been removed from the course since.
        if (State.Exists && command.CoHost && !await InTurn(IsEnrolled(command.UserId))) return LiveClassErrors.NotMember;
        return await ByHost(command, s => LiveClass.SetCoHost(s, command, time.GetUtcNow()));
    }

    public async Task<Result<LiveMe>> Enter(EnterLiveClass command)
    {
        if (!await InTurn(IsMember())) return State.Exists ? LiveClassErrors.NotMember : LiveClassErrors.NotFound;
        var (user, role) = (Actor.UserId, Role);
        _presence.Expect(user, time.GetUtcNow());
        return await Mine(command, s => Seats.Enter(s, user, role, time.GetUtcNow()));
    }

    public Task<Result<LiveMe>> Leave(LeaveLiveClass command) => Mine(command, s => Seats.Leave(s, Actor.UserId, time.GetUtcNow()));

    public async Task<Result<LiveMe>> SetHand(SetHand command)
    {
        var role = await ActingRole();
        return await Mine(command, s => Hands.Set(s, command, Actor.UserId, role, time.GetUtcNow()));
    }

    public async Task<Result<LivePoll>> AskPoll(AskPoll command)
    {
        var role = await ActingRole();
        return await Numbered(command, s => Polls.Ask(s, command, Actor.UserId, role, time.GetUtcNow()), s => s.PollCount, n => LiveRooms.Of(State.Polls[n]));
    }

    public async Task<Result<LivePoll>> ClosePoll(ClosePoll command)
    {
        var role = await ActingRole();
        return await Numbered(Unremembered(command), s => Polls.Close(s, command, role, time.GetUtcNow()), _ => command.Number, n => LiveRooms.Of(State.Polls[n]));
    }

    public Task<Result<LivePoll>> Vote(VotePoll command) =>
        Numbered(Unremembered(command), s => Polls.Vote(s, command, Actor.UserId), _ => command.Number, n => LiveRooms.Of(State.Polls[n]));

    public Task<Result<LiveQuestion>> AskQuestion(AskLiveQuestion command) =>
        Asked(command, s => QuestionBoard.Ask(s, command, Actor.UserId, time.GetUtcNow()), s => s.QuestionCount);

    public Task<Result<LiveQuestion>> VoteQuestion(VoteLiveQuestion command) => Asked(Unremembered(command), s => QuestionBoard.Vote(s, command, Actor.UserId), _ => command.Number);

    public async Task<Result<LiveQuestion>> AnswerQuestion(AnswerLiveQuestion command)
    {
        var role = await ActingRole();
        return await Asked(Unremembered(command), s => QuestionBoard.Answer(s, command, role, time.GetUtcNow()), _ => command.Number);
    }

    public async Task<Result<LiveBroadcast>> BeginBroadcast(BeginBroadcast command)
    {
        if (!State.Exists) return LiveClassErrors.NotFound;
        var (by, role) = (Actor.UserId, await ActingRole());
        var begun = await Execute(command, s => LiveClass.BeginBroadcast(s, by, role, time.GetUtcNow()), (s, _) => s.Broadcast!);
        if (begun.IsOk) await Push(room: true);
        return begun;
    }

    public async Task<Result<Receipt>> EndBroadcast(EndBroadcast command)
    {
        if (!State.Exists) return LiveClassErrors.NotFound;
        // Their own ends whatever they are by now: the socket of one who was removed is closed, and says so.
        if (State.Broadcast?.By != Actor.UserId && await ActingRole() == LiveRole.Attendee) return LiveClassErrors.NotYours;
        return await Told(await Execute(Unremembered(command), s => LiveClass.EndBroadcast(s, command)));
    }

    public async Task<Result<LiveClassView>> Get()
    {
        var (state, version, me) = (State, Version, Me(State));
        if (!state.Exists || !await IsMember()) return LiveClassErrors.NotFound;
        return new LiveClassView(await Room(state, version), await Board(state, version), me);
    }

    public async Task<Result<long>> MayWatch()
    {
        var (exists, version) = (State.Exists, Version);
        return exists && await IsMember() ? version : LiveClassErrors.NotFound;
    }

    public async Task<Result<LivePass>> GetPass()
    {
        var (state, role, user) = (State, Role, Actor.UserId);
        if (!state.Exists) return LiveClassErrors.NotFound;
        if (!await IsMember())
        {
            // Removed from the course while they sat here: what they watch of the room ends too.
            if (state.People.GetValueOrDefault(user) is { Seat: LiveSeat.Seated or LiveSeat.Waiting }) await this.Publish(Topic, LiveKinds.Removed, 0, new PersonRemoved(user));
            return LiveClassErrors.NotFound;
        }
        if (!state.IsOpen) return LiveClassErrors.NotNow(state.Phase);
        if (role == LiveRole.Attendee && state.People.GetValueOrDefault(user) is not { Seat: LiveSeat.Seated }) return LiveClassErrors.NotSeated;
        return new LivePass(role, state.Phase, state.Broadcast?.Session ?? 0, state.CourseId);
    }

    public async Task<Result<ImmutableArray<LiveAttendance>>> GetAttendance()
    {
        var state = State;
        if (!state.Exists || Role != LiveRole.Host) return LiveClassErrors.NotFound;
        var people = state.People.Values.Where(p => p.Visits > 0).OrderBy(p => p.FirstAt).ThenBy(p => p.UserId, StringComparer.Ordinal).ToArray();
        var names = await _names.Of(people.Select(p => p.UserId));
        return people.Select(p => new LiveAttendance(p.UserId, names[p.UserId], p.FirstAt, p.SeenAt, Attendance.Milliseconds(p) / 1000, p.Visits)).ToImmutableArray();
    }

    public Task<Result<LiveRecordingPlan>> GetRecordingPlan()
    {
        // Who waits for the end keeps the room here: it must be one that looks whether the host forgot it. One that has not begun may sleep until it is late.
        var state = State;
        if (state.Phase == LiveClassPhase.Live || IsLate(time.GetUtcNow())) Watch();
        return Task.FromResult<Result<LiveRecordingPlan>>(!state.Exists || state.Phase == LiveClassPhase.Cancelled ? LiveClassErrors.NotFound
            : state is { LiveAt: { } live, EndedAt: { } ended } ? new LiveRecordingPlan(state.CourseId, state.Title, live, ended) : LiveClassErrors.NotNow(state.Phase));
    }

    private LiveRole Role => State.RoleOf(Actor.UserId, Actor.IsAdmin);

    /// <summary>Hosts are by their role; co-hosts, as attendees, only while they are in the course.</summary>
    private async Task<bool> IsMember() => State.Exists && (Role == LiveRole.Host || await IsEnrolled(Actor.UserId));

    /// <summary>What the caller may do: a co-host who was removed from the course is an attendee.</summary>
    private async Task<LiveRole> ActingRole() => Role is LiveRole.CoHost && !await InTurn(IsEnrolled(Actor.UserId)) ? LiveRole.Attendee : Role;

    /// <summary>While a turn waits for another grain the room hears nobody: not longer than this, when that grain's silo has just died. The caller is told to send it again.</summary>
    private Task<bool> InTurn(Task<bool> answer) => answer.WaitAsync(Patience, time);

    private Task<bool> IsEnrolled(string userId) => GrainFactory.Enrolment(new MemberKey(Id.Tenant, State.CourseId, userId)).IsActive();

    private LiveMe Me(LiveClassState state) => LiveRooms.Me(state, Actor.UserId, state.RoleOf(Actor.UserId, Actor.IsAdmin));

    private async Task<Result<Receipt>> ByHost(Command command, Func<LiveClassState, Decision<LiveClassState>> decide)
    {
        if (!State.Exists) return LiveClassErrors.NotFound;
        if (Role != LiveRole.Host) return LiveClassErrors.NotYours;
        var result = await Told(await Execute(command, decide));
        // A class that opened is watched; a higher limit lets people in.
        Watch();
        await Look();
        return result;
    }

    /// <summary>Commands that may be repeated by nature need no memory of a retry, and a late repeat must count again.</summary>
    private static T Unremembered<T>(T command) where T : Command => command with { OperationId = null };

    private async Task<Result<LiveMe>> Mine(Command command, Func<LiveClassState, Decision<LiveClassState>> decide)
    {
        if (!State.Exists) return LiveClassErrors.NotFound;
        var done = await Told(await Execute(Unremembered(command), decide));
        return done.IsOk ? Me(State) : done.Error;
    }

    /// <summary>What is remembered of the operation is a number, never a text: that must stay erasable.</summary>
    private async Task<Result<T>> Numbered<T>(Command command, Func<LiveClassState, Decision<LiveClassState>> decide, Func<LiveClassState, long> number, Func<long, T> answer)
    {
        if (!State.Exists) return LiveClassErrors.NotFound;
        var place = await Told(await Execute(command, decide, (s, _) => number(s)));
        return place.IsOk ? answer(place.Value) : place.Error;
    }

    private async Task<Result<LiveQuestion>> Asked(Command command, Func<LiveClassState, Decision<LiveClassState>> decide, Func<LiveClassState, long> number)
    {
        if (!State.Exists) return LiveClassErrors.NotFound;
        var place = await Execute(command, decide, (s, _) => number(s));
        if (!place.IsOk) return place.Error;
        await Push(board: true);
        var question = State.Questions[place.Value];
        return LiveRooms.Of(question, (await _names.Of([question.UserId]))[question.UserId]);
    }

    private async Task<Result<T>> Told<T>(Result<T> result)
    {
        if (result.IsOk) await Push(room: true);
        return result;
    }
}
