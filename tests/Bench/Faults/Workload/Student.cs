using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>One of many: registers, signs in, enrols, watches and talks for a while, then comes back as somebody new.</summary>
internal sealed class Student(FaultClient client, Academy academy, string run, int number, Random random)
{
    private int _serial;
    private string _email = "", _token = "";

    public async Task Work(CancellationToken finish, CancellationToken cancellation)
    {
        while (!finish.IsCancellationRequested)
        {
            // A refusal is in the ledger, where the checks find it; the next person tries again.
            if (!await Register(cancellation) || !await Enrol(cancellation)) continue;
            for (var step = random.Next(6, 18); step > 0 && !finish.IsCancellationRequested; step--)
            {
                await (random.Next(100) < 55 ? Watch(cancellation) : Talk(cancellation));
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 30)), TimeProvider.System, cancellation);
            }
        }
    }

    private async Task<bool> Register(CancellationToken cancellation)
    {
        var op = Op("register");
        _email = $"{op}@fault.test";
        var registered = await client.Send(op, "register", HttpMethod.Post, "/api/v1/users", new() { ["email"] = _email },
            new() { ["name"] = $"Sam Student {number}", ["email"] = _email, ["password"] = Academy.Password }, cancellation: cancellation);
        if (!registered.IsOk) return false;
        var opened = await client.Send(Op("sign-in"), "sign-in", HttpMethod.Post, "/api/v1/sessions", new() { ["email"] = _email },
            new() { ["email"] = _email, ["password"] = Academy.Password, ["remember"] = false }, cancellation: cancellation);
        if (!opened.IsOk) return false;
        _token = opened.Json["token"]!.GetValue<string>();
        return true;
    }

    private async Task<bool> Enrol(CancellationToken cancellation)
    {
        foreach (var course in academy.Courses)
        {
            var enrolled = await client.Send(Op("enrol"), "enrol", HttpMethod.Post, $"/api/v1/courses/{course}/enrolment", new() { ["email"] = _email, ["course"] = course },
                [], _token, cancellation: cancellation);
            if (!enrolled.IsOk) return false;
        }
        return true;
    }

    private async Task Watch(CancellationToken cancellation)
    {
        long from = random.Next(0, Academy.VideoSeconds * 1000 - 1000), to = from + random.Next(50, 250);
        await client.Send(Op("progress"), "progress", HttpMethod.Post, $"/api/v1/courses/{academy.WatchedCourse}/lessons/{academy.WatchedLesson}/progress",
            new() { ["email"] = _email, ["course"] = academy.WatchedCourse, ["lesson"] = academy.WatchedLesson, ["from"] = from, ["to"] = to },
            new() { ["intervals"] = new JsonArray(new JsonArray(from, to)), ["positionMs"] = to }, _token, cancellation: cancellation);
    }

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

    private string Op(string kind) => $"{run}-{number}-{kind}-{++_serial}";
}
