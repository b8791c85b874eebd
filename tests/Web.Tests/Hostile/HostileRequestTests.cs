using System.Collections.Concurrent;
using System.Globalization;
using LearningHub.Web.Tests.Hosting;
using Xunit.Abstractions;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>Thousands of generated requests to every door. <c>HUB_HOSTILE_REQUESTS</c> says how many (10,000), <c>HUB_HOSTILE_SEED</c> which.</summary>
[Collection("hostile")]
public sealed class HostileRequestTests(HostileWorld world, ITestOutputHelper output)
{
    private const int Batch = 1000;
    private readonly Histogram _histogram = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private int _signedIn;
    private long _slowest;

    [Fact]
    public async Task Whatever_is_sent_the_hub_answers_in_time_shows_nothing_and_stays_well()
    {
        var count = Number("HUB_HOSTILE_REQUESTS", 10_000);
        var seed = Number("HUB_HOSTILE_SEED", 20261122);
        var doors = world.Doors.Where(d => d.IsHttp).SelectMany(d => Enumerable.Repeat(d, d.BodyType is not null || d.IsForm || d.IsUpload ? 2 : 1)).ToArray();
        HostileRequest.Base = world.Hub.Address;
        var errorsBefore = world.Errors.Count;
        var started = TimeProvider.System.GetTimestamp();
        for (var from = 0; from < count; from += Batch) await Run(seed, from, Math.Min(Batch, count - from), doors);

        Write(count, seed, TimeProvider.System.GetElapsedTime(started));
        _wrong.Take(40).ShouldBeEmpty($"{_wrong.Count} answers are wrong");
        world.Errors.Skip(errorsBefore).Take(10).ShouldBeEmpty("The host logged errors");
        _histogram.Of(s => s >= 500).ShouldBe(0);
        _histogram.Doors.ShouldBe(world.Doors.Count(d => d.IsHttp));
        ((double)_signedIn / count).ShouldBeGreaterThanOrEqualTo(0.6, "signed in with real ids");
        await StaysWell();
    }

    private async Task Run(int seed, int from, int count, Door[] doors)
    {
        var mine = new ConcurrentDictionary<Caller, int>();
        var callers = (Main: Callers(world.Main, world.Other), Other: Callers(world.Other, world.Main));
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var random = new Dice(seed * 1_000_003L + (from + i) * 2);
            var door = doors[(from + i) % doors.Length];
            var (home, away, pool) = random.Next(4) > 0 ? (world.Main, world.Other, callers.Main) : (world.Other, world.Main, callers.Other);
            var caller = Endings.Contains(door.Name) ? pool[^1] : pool[random.Next(pool.Length)];
            // What is destroyed is real, but not what the others are aimed at.
            var own = Destroys(door) ? home.Past : home.Ids;
            HostileRequest Make() => new(door, caller, own, away.Ids, new Dice(seed * 1_000_003L + (from + i) * 2 + 1));
            using var request = Make();
            if (request is { RealIds: true, Caller.SignedIn: true }) mine.AddOrUpdate(caller, 1, static (_, n) => n + 1);
            // One in twelve comes twice at the same moment.
            if (random.Next(12) == 0)
            {
                using var twin = Make();
                await Task.WhenAll(Send(request, () => Make(), away.Marker), Send(twin, () => Make(), away.Marker, counted: false));
            }
            else await Send(request, () => Make(), away.Marker);
        });
        // Whose session did not live to the end was not signed in all the time: none of theirs count.
        foreach (var (caller, requests) in mine)
            if (await Lives(caller)) _signedIn += requests;
        await world.Main.Arm();
        await world.Other.Arm();
    }

    private async Task<bool> Lives(Caller caller)
    {
        using var client = world.Hub.Visitor(caller.Academy.HostName);
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", caller.Token);
        return await Academy.Lives(client);
    }

    /// <summary>Doors that end the session of who asks: left to somebody who is expendable.</summary>
    private static readonly HashSet<string> Endings = ["page.signOut", "sessions.end", "sessions.endOthers", "page.account.end", "page.account.endOthers", "password.change", "page.account.password"];

    private static bool Destroys(Door door) => door.Method == "DELETE" && door.Parameters.Any() || door.IsForm && (door.Pattern.EndsWith("/remove", StringComparison.Ordinal)
        || door.Pattern.EndsWith("/unpublish", StringComparison.Ordinal) || door.Pattern.EndsWith("/leave", StringComparison.Ordinal)) || door.Name == "enrolments.leave";

    private static Caller[] Callers(Academy home, Academy away) =>
    [
        .. Enumerable.Repeat(new Caller("student", home, home.Student.Token, true), 6),
        .. Enumerable.Repeat(new Caller("owner", home, home.Owner.Token, true), 6),
        .. Enumerable.Repeat(new Caller("instructor", home, home.Instructor.Token, true), 3),
        .. Enumerable.Repeat(new Caller("admin", home, home.Admin.Token, true), 5),
        new("visitor", home, null, false),
        new("suspended", home, home.Suspended.Token, false),
        new("foreigner", home, away.Owner.Token, false),
        new("forger", home, home.Student.Token[..^3] + "abc", false),
        new("nonsense", home, "a.b.c\u00e9'; --", false),
        new("expendable", home, home.Expendable.Token, true),
    ];

    /// <param name="again">The same request once more: a connection that the server closed after an earlier request is not this request's fault.</param>
    private async Task Send(HostileRequest request, Func<HostileRequest>? again, string foreignMarker, bool counted = true, HttpClient? connection = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            using var response = await (connection ?? world.Http).SendAsync(request.Message);
            var answer = await Answer.Read(response);
            if (counted) _histogram.Count(request.Door.ToString(), answer.Status);
            if (Verdict.Of(request.Door, answer, foreignMarker) is { } problem) _wrong.Enqueue($"{request}: {problem}. {answer.Body[..Math.Min(answer.Body.Length, 300)]}");
        }
        catch (HttpRequestException) when (request.MayBeCut)
        {
            if (counted) _histogram.Count(request.Door.ToString(), 0);
        }
        catch (HttpRequestException) when (again is not null)
        {
            using var repeated = again();
            using var fresh = world.FreshConnection();
            await Send(repeated, null, foreignMarker, counted, fresh);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            _wrong.Enqueue($"{request}: no answer ({e.Message} {e.InnerException?.Message})");
        }
        var took = TimeProvider.System.GetElapsedTime(started).Ticks;
        if (took > Interlocked.Read(ref _slowest)) Interlocked.Exchange(ref _slowest, took);
    }

    private async Task StaysWell()
    {
        using var ready = await world.Http.GetAsync("/health/ready");
        (await ready.Content.ReadAsStringAsync()).ShouldContain("\"ready\":true");
        var projections = await world.Main.Admin.Get("/api/v1/admin/projections").Expect(200);
        foreach (var projection in projections.AsArray()) projection!["parked"]!.AsArray().ShouldBeEmpty(projection.ToJsonString());
        var owner = await (await world.Main.Person("Owner")).MadeInstructorBy(world.Main.Admin);
        var (course, _, lesson) = await owner.TeachCourse("After the storm");
        var student = await world.Main.Person("Student");
        await student.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(200, 201);
        await student.Post($"/api/v1/courses/{course}/chat/messages", new { text = "Still here", clientId = "1" }).Expect(201);
        (await student.Put($"/api/v1/courses/{course}/lessons/{lesson}/completion", new { completed = true }).Expect(200))["coursePercent"]!.GetValue<int>().ShouldBe(100);
    }

    private void Write(int count, int seed, TimeSpan took)
    {
        var head = $"{count} requests, seed {seed}, {took.TotalSeconds:0} s, slowest {TimeSpan.FromTicks(_slowest).TotalMilliseconds:0} ms, signed in with real ids {100.0 * _signedIn / count:0.0} %, {_wrong.Count} wrong\n";
        var folder = Path.Combine(DoorTable.Root, "artifacts");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "hostile-histogram.txt"), string.Create(CultureInfo.InvariantCulture, $"{head}\n{_histogram}\n{string.Join('\n', _wrong)}\n\n{string.Join("\n\n", world.Errors)}"));
        output.WriteLine(head);
        output.WriteLine(_histogram.ToString());
    }

    private static int Number(string name, int standard) => int.TryParse(Environment.GetEnvironmentVariable(name), out var n) ? n : standard;
}
