using System.Globalization;

namespace LearningHub.Bench.Faults;

/// <summary>Comes into the class for a moment and goes without a word, as most do.</summary>
internal static class Visit
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task Make(FaultClient client, Ledger ledger, Campus campus, Person me, string op, Random random, CancellationToken cancellation)
    {
        if (!campus.Classroom.HasRoom()) return;
        var attending = new Attending(client, campus.Classroom, me, op, random);
        if (!await attending.Sit(cancellation)) return;
        await using var line = new RoomLine(campus.Address, campus.Classroom.Topic, me, ledger);
        await line.Open(Patience, cancellation);
        for (var acts = random.Next(2, 6); acts > 0; acts--)
        {
            await attending.Act(cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 700)), TimeProvider.System, cancellation);
        }
    }
}
