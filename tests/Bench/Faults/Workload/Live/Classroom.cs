using System.Globalization;
using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>A free course with a live class that lasts as long as the run, and its host, who asks polls, marks questions as answered and tells everybody in the course what is new.</summary>
internal sealed class Classroom(FaultClient client, Ledger ledger, Academy academy, string run)
{
    /// <summary>As many as a class takes are more; the host has to last for the whole run.</summary>
    private const int MostPolls = 40, MostAnnouncements = 25, MostQuestions = 250, MostPeople = 1_500;

    public const int Options = 3;

    private readonly Lock _lock = new();
    private readonly List<(long Number, string UserId)> _questions = [];
    private readonly TaskCompletionSource _lastPoll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _serial, _people, _asked, _polls;

    public string Course { get; private set; } = "";
    public string Class { get; private set; } = "";
    public string Topic => $"class:{Class}";
    public string Api => $"/api/v1/live-classes/{Class}";

    /// <summary>The one that is open; 0: none.</summary>
    public long Poll { get; private set; }

    /// <summary>Until no more polls are closed: however short the run was, one stays open for who has not voted yet.</summary>
    public Task LastPoll => _lastPoll.Task;

    /// <summary>Every third: what was chosen is not kept with the person.</summary>
    public static bool IsAnonymous(long poll) => poll % 3 == 0;

    public async Task SetUp(CancellationToken cancellation)
    {
        Course = await academy.MakeCourse("Live under fire", cancellation);
        JsonObject plan = new() { ["title"] = "A long lesson", ["startsAt"] = TimeProvider.System.GetUtcNow().AddHours(2).ToString("o"), ["minutes"] = 240 };
        Class = (await academy.Post($"/api/v1/courses/{Course}/live-classes", plan, academy.InstructorToken, cancellation))["classId"]!.GetValue<string>();
        await academy.Post($"{Api}/open", [], academy.InstructorToken, cancellation);
        await academy.Post($"{Api}/start", [], academy.InstructorToken, cancellation);
    }

    /// <summary>A seat for one more; false: the class has had enough people.</summary>
    public bool HasRoom() => Interlocked.Increment(ref _people) <= MostPeople;

    public bool MayAsk() => Interlocked.Increment(ref _asked) <= MostQuestions;

    public void Asked(long number, string userId)
    {
        lock (_lock) _questions.Add((number, userId));
    }

    /// <summary>Somebody else's question; null: there is none yet.</summary>
    public long? QuestionFor(string userId, Random random)
    {
        lock (_lock) return _questions.Where(q => q.UserId != userId).Select(q => q.Number).ToArray() is { Length: > 0 } others ? others[random.Next(others.Length)] : null;
    }

    public async Task Work(Random random, CancellationToken finish, CancellationToken cancellation)
    {
        try
        {
            await Teach(random, finish, cancellation);
            if (Poll == 0 && await AskPoll(cancellation) is { } poll) Poll = poll;
        }
        finally
        {
            _lastPoll.TrySetResult();
        }
    }

    private async Task Teach(Random random, CancellationToken finish, CancellationToken cancellation)
    {
        for (var round = 1; !finish.IsCancellationRequested; round++)
        {
            if (_polls < MostPolls && await AskPoll(cancellation) is { } poll) Poll = poll;
            if (round <= MostAnnouncements) await Announce(round, cancellation);
            // Through some seconds and, as it comes, some deaths; a long run is told less often towards its end.
            await Pause(TimeSpan.FromSeconds(1 + random.NextDouble() * Math.Min(8, round)), finish);
            if (QuestionFor("", random) is { } question) await Send("answered", HttpMethod.Put, $"questions/{question}/answered", new() { ["question"] = question }, new() { ["answered"] = true }, cancellation);
            if (random.Next(2) == 0 && !finish.IsCancellationRequested && Poll is > 0 and var open)
            {
                Poll = 0;
                await Send("close-poll", HttpMethod.Post, $"polls/{open}/close", new() { ["poll"] = open }, [], cancellation);
            }
        }
    }

    private static async Task Pause(TimeSpan time, CancellationToken finish)
    {
        try { await Task.Delay(time, TimeProvider.System, finish); }
        catch (OperationCanceledException) { }
    }

    private async Task<long?> AskPoll(CancellationToken cancellation)
    {
        _polls++;
        JsonObject poll = new() { ["question"] = $"How is it? {_polls}", ["options"] = new JsonArray("Good", "Fair", "Bad"), ["anonymous"] = IsAnonymous(_polls) };
        var asked = await Send("poll", HttpMethod.Post, "polls", [], poll, cancellation);
        return asked.IsOk ? asked.Json["number"]!.GetValue<long>() : null;
    }

    private async Task Announce(int round, CancellationToken cancellation)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{run}-news-{round}");
        await client.Send(id, "announcement", HttpMethod.Post, $"/api/v1/courses/{Course}/announcements", new() { ["course"] = Course, ["announcement"] = id },
            new() { ["announcementId"] = id, ["title"] = $"News {round}", ["text"] = "Something to know." }, academy.InstructorToken, cancellation: cancellation);
    }

    /// <summary>After all others.</summary>
    public Task TellTheLast(CancellationToken cancellation) => Announce(MostAnnouncements + 1, cancellation);

    /// <summary>At the end: what the room shows while people still sit in it.</summary>
    public async Task Look(CancellationToken cancellation) => ledger.Note("room", (await academy.Get(Api, academy.InstructorToken, cancellation)).AsObject());

    public Task End(CancellationToken cancellation) => Send("end-class", HttpMethod.Post, "end", [], [], cancellation);

    private Task<Answer> Send(string kind, HttpMethod method, string path, JsonObject facts, JsonObject body, CancellationToken cancellation) =>
        client.Send($"{run}-host-{kind}-{++_serial}", kind, method, $"{Api}/{path}", facts, body, academy.InstructorToken, cancellation: cancellation);
}
