using System.Diagnostics;
using System.Text.Json.Nodes;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Live;

/// <summary>Everybody in the class: a seat by the API, the room by the live hub, the pictures by the media socket. When each came and went is noted, to be held against the attendance.</summary>
internal sealed class Audience(Stage stage, string classId, Latencies latencies) : IAsyncDisposable
{
    private const int AtOnce = 32;

    internal sealed class Attendee(Person person, RoomSeat room, MediaSeat media)
    {
        public Person Person => person;
        public RoomSeat Room { get; set; } = room;
        public MediaSeat Media { get; set; } = media;
        public List<MediaSeat> Earlier { get; } = [];
        public List<Visit> Visits { get; } = [];
        public bool IsHere => Visits is [.., { To: null }];
    }

    /// <summary>Between asking and being answered nobody can say when it was: each end has an earliest and a latest moment.</summary>
    internal sealed record Visit((DateTimeOffset Earliest, DateTimeOffset Latest) From, (DateTimeOffset Earliest, DateTimeOffset Latest)? To);

    private readonly List<Attendee> _people = [];

    public IReadOnlyList<Attendee> People => _people;
    private string Api => $"/api/v1/live-classes/{classId}";
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task Register(int count, string course, CancellationToken cancellation)
    {
        var people = new Attendee[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, stop) =>
        {
            var op = FormattableString.Invariant($"{stage.Run}-attendee-{i}");
            var person = await Person.Register(stage.Client, op, $"Attendee {i}", stop) ?? throw new InvalidOperationException($"{op} could not register.");
            if (!await person.Enrol(stage.Client, $"{op}-enrol", course, stop)) throw new InvalidOperationException($"{op} could not enrol.");
            people[i] = new(person, new(), new(latencies));
        });
        _people.AddRange(people);
    }

    public Task EnterAll(CancellationToken cancellation) => Each(_people, Enter, cancellation);

    public static Task Each(IEnumerable<Attendee> people, Func<Attendee, CancellationToken, Task> act, CancellationToken cancellation) =>
        Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (person, stop) => await act(person, stop));

    public async Task Enter(Attendee who, CancellationToken cancellation)
    {
        await Put(who, "seat", [], cancellation);
        var asked = Now;
        await who.Room.Open(stage.Host.Address, who.Person.Token, $"class:{classId}", cancellation);
        who.Visits.Add(new((asked, Now), null));
        await who.Media.Open(stage.Host.Address, $"/live/{classId}/watch", who.Person.Token, cancellation);
    }

    /// <summary>The line is lost: no word is said.</summary>
    public static async Task Vanish(Attendee who)
    {
        var before = Now;
        await who.Room.DisposeAsync();
        who.Visits[^1] = who.Visits[^1] with { To = (before, Now) };
        await who.Media.DisposeAsync();
        who.Earlier.Add(who.Media);
    }

    public async Task Return(Attendee who, CancellationToken cancellation)
    {
        (who.Room, who.Media) = (new(), new(latencies));
        await Enter(who, cancellation);
    }

    public Task Vote(Attendee who, long poll, int option, CancellationToken cancellation) => Put(who, $"polls/{poll}/vote", new() { ["option"] = option }, cancellation);

    /// <summary>How long the class had this person at least and at most while it was live, by our own clock.</summary>
    public static (double Least, double Most) Seconds(Attendee who, DateTimeOffset liveAt, DateTimeOffset endedAt)
    {
        return (who.Visits.Sum(v => Length(v.From.Latest, v.To?.Earliest)), who.Visits.Sum(v => Length(v.From.Earliest, v.To?.Latest)));

        double Length(DateTimeOffset from, DateTimeOffset? to) => Math.Max(0, ((to ?? endedAt) - (from > liveAt ? from : liveAt)).TotalSeconds);
    }

    public async Task<Dictionary<string, long>> Attendance(CancellationToken cancellation) =>
        ((JsonArray)(await stage.Client.Get($"{Api}/attendance", stage.Academy.InstructorToken, cancellation: cancellation)).Expect(200).Json)
            .ToDictionary(r => r!["userId"]!.GetValue<string>(), r => r!["seconds"]!.GetValue<long>());

    private async Task Put(Attendee who, string path, JsonObject body, CancellationToken cancellation) =>
        (await stage.Client.Send(Guid.NewGuid().ToString("n"), path.Split('/')[0], HttpMethod.Put, $"{Api}/{path}", [], body, who.Person.Token, cancellation: cancellation)).Expect(200);

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
        {
            await person.Room.DisposeAsync();
            await person.Media.DisposeAsync();
        }
    }
}
