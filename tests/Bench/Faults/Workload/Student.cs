using System.Globalization;
using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>One of many: registers, signs in, enrols, sits exams, buys, watches and talks for a while, then comes back as somebody new.</summary>
internal sealed class Student(FaultClient client, Ledger ledger, Academy academy, string run, int number, Random random, TimeSpan patience)
{
    private int _serial, _lives;
    private string _email = "", _token = "";

    public async Task Work(CancellationToken finish, CancellationToken cancellation)
    {
        for (; !finish.IsCancellationRequested; _lives++)
        {
            // A refusal is in the ledger, where the checks find it; the next person tries again.
            if (await Person.Register(client, Op("register"), $"Sam Student {number}", cancellation) is not { } me) continue;
            (_email, _token) = (me.Email, me.Token);
            if (!await Enrol(me, cancellation)) continue;
            var reachable = academy.Campus is { } campus ? new Reachable(client, campus.Arrivals, me, Op("reach")) : null;
            if (reachable is not null && random.Next(2) == 0) await reachable.AddDevice(cancellation);
            // Left to its clock, which has run out before the end of the run.
            if (_lives == 0) await Customer.Sit(client, academy.Exams.RunsOut, me, Op("out"), random.Next(1, 4), random, cancellation);
            if (random.Next(10) < 6) await Customer.Sit(client, academy.Exams.HandedIn, me, Op("sit"), random.Next(2, 8), random, cancellation);
            if (random.Next(10) < 7) await Customer.Buy(client, academy, me, Op("buy"), random, patience, cancellation);
            if (academy.Campus is { } place)
            {
                if (random.Next(10) < 4) await Visit.Make(client, ledger, place, me, Op("visit"), random, cancellation);
                if (random.Next(10) < 7) await reachable!.Confirm(cancellation);
                foreach (var course in academy.Courses.Append(place.Classroom.Course))
                    if (random.Next(10) < 4) await Read(course, cancellation);
            }
            for (var step = random.Next(6, 18); step > 0 && !finish.IsCancellationRequested; step--)
            {
                await (random.Next(100) < 55 ? Watch(cancellation) : Talk(cancellation));
                await Pause(cancellation);
            }
        }
    }

    private async Task<bool> Enrol(Person me, CancellationToken cancellation)
    {
        foreach (var course in (string[])[.. academy.Courses, academy.Exams.Course, .. academy.Campus is { } campus ? [campus.Classroom.Course] : Array.Empty<string>()])
            if (!await me.Enrol(client, Op("enrol"), course, cancellation)) return false;
        return true;
    }

    private Task Pause(CancellationToken cancellation) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 30)), TimeProvider.System, cancellation);

    private async Task Watch(CancellationToken cancellation)
    {
        long from = random.Next(0, Academy.VideoSeconds * 1000 - 1000), to = from + random.Next(50, 250);
        await client.Send(Op("progress"), "progress", HttpMethod.Post, $"/api/v1/courses/{academy.WatchedCourse}/lessons/{academy.WatchedLesson}/progress",
            new() { ["email"] = _email, ["course"] = academy.WatchedCourse, ["lesson"] = academy.WatchedLesson, ["from"] = from, ["to"] = to },
            new() { ["intervals"] = new JsonArray(new JsonArray(from, to)), ["positionMs"] = to }, _token, cancellation: cancellation);
    }

    /// <summary>To its end, which is the end of a course that has nothing else.</summary>
    private Task<Answer> Read(string course, CancellationToken cancellation) => client.Send(Op("complete"), "complete", HttpMethod.Put, $"/api/v1/courses/{course}/lessons/{academy.TextOf(course)}/completion",
        new() { ["email"] = _email, ["course"] = course, ["lesson"] = academy.TextOf(course) }, new() { ["completed"] = true }, _token, cancellation: cancellation);

    private async Task Talk(CancellationToken cancellation)
    {
        var course = academy.Courses[random.Next(academy.Courses.Count)];
        var op = Op("chat");
        var text = $"Message {op}: {random.Next()}";
        var sent = await client.Send(op, "chat", HttpMethod.Post, $"/api/v1/courses/{course}/chat/messages", new() { ["course"] = course, ["clientId"] = op, ["text"] = text },
            new() { ["clientId"] = op, ["text"] = text }, _token, cancellation: cancellation);
        if (!sent.IsOk || random.Next(4) > 0) return;
        var id = sent.Json["id"]!.GetValue<string>();
        var second = $"Said better {op}: {random.Next()}";
        await client.Send(Op("edit"), "edit", HttpMethod.Put, $"/api/v1/courses/{course}/chat/messages/{id}",
            new() { ["course"] = course, ["clientId"] = op, ["text"] = second }, new() { ["text"] = second }, _token, cancellation: cancellation);
    }

    private string Op(string kind) => string.Create(CultureInfo.InvariantCulture, $"{run}-{number}-{kind}-{++_serial}");
}
