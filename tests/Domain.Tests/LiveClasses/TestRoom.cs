using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.LiveClasses;

namespace LearningHub.Domain.Tests.LiveClasses;

/// <summary>A class and its room, moved on by hand.</summary>
internal sealed class TestRoom
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private long _number;

    public TestRoom(int? limit = null, LiveClassPhase phase = LiveClassPhase.Live)
    {
        Presence = new(Start);
        Do(s => LiveClass.Schedule(s, new ScheduleLiveClass("c1", "Question hour", Start, 60, limit), "prof", 0, Start));
        if (phase is LiveClassPhase.Open or LiveClassPhase.Live) Do(LiveClass.Open);
        if (phase == LiveClassPhase.Live) Do(s => LiveClass.Start(s, Now));
    }

    public LiveClassState State { get; private set; } = LiveClassState.Empty;
    public RoomPresence Presence { get; private set; }
    public DateTimeOffset Now { get; set; } = Start;

    public Participant this[string user] => State.People[user];

    public Decision<LiveClassState> Do(Func<LiveClassState, Decision<LiveClassState>> decide)
    {
        var decision = decide(State);
        decision.Error.ShouldBeNull();
        // What is in memory and what is stored are the same: every changed person has a row.
        foreach (var (id, person) in decision.State!.People)
            if (!State.People.TryGetValue(id, out var before) || before != person) decision.Records.ShouldContain(r => r.Type == LiveClassState.PersonRecord && r.Id == id);
        State = decision.State!;
        return decision;
    }

    public void Enter(params string[] users)
    {
        foreach (var user in users)
        {
            Presence.Expect(user, Now);
            Do(s => Seats.Enter(s, user, s.RoleOf(user, false), Now));
        }
    }

    public void Here(params string[] users) => HereAt("fe1", users);

    public void HereAt(string frontEnd, params string[] users)
    {
        Presence.Report(frontEnd, ++_number, [.. users], Now, Now);
        Look();
    }

    public void Look()
    {
        Presence.Expire(Now);
        Do(s => Seats.Look(s, Presence, Now));
    }

    /// <summary>Time goes on, with a look every second as the room takes it.</summary>
    public void Pass(double seconds)
    {
        var until = Now.AddSeconds(seconds);
        while (Now < until)
        {
            Now = Now.AddSeconds(Math.Min(1, (until - Now).TotalSeconds));
            Look();
        }
    }

    /// <summary>Time goes on, with a report every 5 s as front ends give it.</summary>
    public void Wait(double seconds, params string[] users)
    {
        var until = Now.AddSeconds(seconds);
        while (Now < until)
        {
            Pass(Math.Min(5, (until - Now).TotalSeconds));
            Here(users);
        }
    }

    /// <summary>The process is gone; another takes what was stored.</summary>
    public void Restart() => Presence = new(Now);

    public double Seconds(string user) => Attendance.Milliseconds(this[user]) / 1000.0;
}
