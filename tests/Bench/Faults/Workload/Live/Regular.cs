using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>Sits in the class for the whole run, whatever dies: comes back to the same seat, and does something every moment.</summary>
internal sealed class Regular(FaultClient client, Ledger ledger, Campus campus, string run, int number, Random random, TimeSpan patience) : IAsyncDisposable
{
    private RoomLine? _line;

    public async Task Work(CancellationToken finish, CancellationToken cancellation)
    {
        var op = string.Create(CultureInfo.InvariantCulture, $"{run}-regular-{number}");
        Person? me;
        for (var n = 1; (me = await Person.Register(client, $"{op}-register-{n}", $"Rita Regular {number}", cancellation)) is null; n++)
            if (finish.IsCancellationRequested) return;
        if (!await me.Enrol(client, $"{op}-enrol", campus.Classroom.Course, cancellation)) return;
        ledger.Note("regular", new() { ["user"] = me.UserId });
        var reachable = new Reachable(client, campus.Arrivals, me, op);
        await reachable.AddDevice(cancellation);
        var attending = new Attending(client, campus.Classroom, me, op, random);
        campus.Classroom.HasRoom();
        if (!await attending.Sit(cancellation)) return;
        _line = new(campus.Address, campus.Classroom.Topic, me, ledger);
        await _line.Open(patience, cancellation);
        for (var n = 0; !finish.IsCancellationRequested; n++)
        {
            await reachable.Confirm(cancellation);
            await (n switch { 0 => attending.Ask(cancellation), 1 => attending.Vote(cancellation), 2 => attending.Support(cancellation), _ => attending.Act(cancellation) });
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 400)), TimeProvider.System, cancellation);
        }
        await Wait.Until($"{op} has confirmed the address", patience, async () =>
        {
            await reachable.Confirm(cancellation);
            return reachable.IsConfirmed;
        }, done => done, cancellation);
        // At least one of each, however short the run was.
        await attending.Ask(cancellation);
        await campus.Classroom.LastPoll.WaitAsync(patience, TimeProvider.System, cancellation);
        await attending.Vote(cancellation);
        await attending.Support(cancellation);
        await attending.Hand(number % 2 == 0, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_line is { } line) await line.DisposeAsync();
    }
}
