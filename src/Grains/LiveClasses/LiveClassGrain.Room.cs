using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.LiveClasses;
using Orleans.Runtime;

namespace LearningHub.Grains.LiveClasses;

/// <summary>The moving half: who is connected, the look once a second, and the pushes. A push is the whole of what it shows, so the newest replaces all before and nothing
/// has to be asked for; it is told again every 10 s, in case one was lost.</summary>
internal sealed partial class LiveClassGrain
{
    private static readonly TimeSpan PushEvery = TimeSpan.FromMilliseconds(100), LookEvery = TimeSpan.FromSeconds(1), TellAgain = TimeSpan.FromSeconds(10),
        Overrun = TimeSpan.FromHours(2), Empty = TimeSpan.FromMinutes(5);

    private readonly ReactionSum _reactions = new();
    private IGrainTimer? _look, _push, _reacted;
    private DateTimeOffset _pushedAt, _toldAt, _someoneAt;
    private bool _roomDue, _boardDue;

    public async Task Report(string frontEnd, long number, ImmutableArray<string> userIds, DateTimeOffset at)
    {
        var now = time.GetUtcNow();
        _presence.Report(frontEnd, number, userIds, RoomPresence.Credible(at, now), now);
        Watch();
        // At once, so that a host who comes or goes is seen; what changes nothing is not saved.
        if (State.IsOpen) await Look();
    }

    public async Task<Result<bool>> React(string reaction)
    {
        if (!State.Exists) return LiveClassErrors.NotFound;
        if (!State.IsOpen) return LiveClassErrors.NotNow(State.Phase);
        if (!ReactionSum.Kinds.Contains(reaction)) return LiveClassErrors.NoReaction;
        if (State.People.GetValueOrDefault(Actor.UserId) is not { Seat: LiveSeat.Seated }) return LiveClassErrors.NotSeated;
        if (!_reactions.Add(Actor.UserId, reaction, time.GetUtcNow())) return false;
        _reacted ??= this.RegisterGrainTimer(async () =>
        {
            _reacted?.Dispose();
            _reacted = null;
            await this.Publish(Topic, "reactions", 0, _reactions.Take());
        }, new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(250), Timeout.InfiniteTimeSpan));
        return true;
    }

    /// <summary>Looks once a second while the room is live, or open and not empty.</summary>
    private void Watch()
    {
        if (State.IsOpen && _look is null)
        {
            _someoneAt = time.GetUtcNow();
            _look = this.RegisterGrainTimer(LookAsPlatform, new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true });
        }
        else if (!State.IsOpen) Rest();
    }

    /// <summary>Long after its time, so that it may be ended when it is empty.</summary>
    private bool IsLate(DateTimeOffset now) => State.IsOpen && now > State.StartsAt.AddMinutes(State.Minutes) + Overrun;

    private void Rest()
    {
        _look?.Dispose();
        _look = null;
    }

    private async Task LookAsPlatform()
    {
        using var platform = ActorContext.As(Actor.System(Id.Tenant));
        var now = time.GetUtcNow();
        await Look();
        if (!State.IsOpen) Rest();
        else if (_presence.Present.Any())
        {
            _someoneAt = now;
            if (now - _toldAt >= TellAgain) await Push(room: true, board: true);
        }
        else if (now - _someoneAt >= Empty)
        {
            // A host who forgot to end it, or never began. Until that can be said a live room goes on looking: nobody else would.
            if (IsLate(now))
            {
                await Told(await Execute(s => s.Phase == LiveClassPhase.Live ? LiveClass.End(s, _presence, now) : LiveClass.Cancel(s)));
                if (!State.IsOpen) Rest();
            }
            else if (State.Phase != LiveClassPhase.Live) Rest();
        }
    }

    private async Task Look()
    {
        var now = time.GetUtcNow();
        _presence.Expire(now);
        var before = State;
        await Execute(s => Seats.Look(s, _presence, now));
        // That the room is there is nothing to show.
        if (State with { AliveAt = before.AliveAt, AliveSince = before.AliveSince } != before) await Push(room: true);
    }

    /// <summary>At most one push of each kind in 100 ms; what comes meanwhile goes out together.</summary>
    private async Task Push(bool room = false, bool board = false)
    {
        _roomDue |= room;
        _boardDue |= board;
        var wait = _pushedAt + PushEvery - time.GetUtcNow();
        if (wait > TimeSpan.Zero) _push ??= this.RegisterGrainTimer(PushDue, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan));
        else await PushDue();
    }

    private async Task PushDue()
    {
        _push?.Dispose();
        _push = null;
        var (state, version, room, board) = (State, Version, _roomDue, _boardDue);
        (_roomDue, _boardDue) = (false, false);
        _pushedAt = time.GetUtcNow();
        if (room && board) _toldAt = _pushedAt;
        if (room) await this.Publish(Topic, "room", version, await Room(state, version));
        if (board) await this.Publish(Topic, "questions", version, await Board(state, version));
    }

    private async Task<LiveRoom> Room(LiveClassState state, long version)
    {
        var hands = Hands.InOrder(state).Take(LiveRooms.MostHands).ToArray();
        var names = await _names.Of([state.HostId, .. state.CoHosts, .. hands.Select(h => h.UserId)]);
        return LiveRooms.Of(Id.ClassId, state, version, names, hands, time.GetUtcNow());
    }

    private async Task<LiveQuestions> Board(LiveClassState state, long version)
    {
        var shown = QuestionBoard.InOrder(state).Take(QuestionBoard.MostShown).ToArray();
        var names = await _names.Of(shown.Select(q => q.UserId));
        return new([.. shown.Select(q => LiveRooms.Of(q, names[q.UserId]))], state.Questions.Values.Count(q => q.AnsweredAt is null), version);
    }
}
