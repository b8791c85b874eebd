using System.Globalization;
using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>What a person does in the class, over its real doors, each until it is answered.</summary>
internal sealed class Attending(FaultClient client, Classroom room, Person me, string op, Random random)
{
    private const int MostQuestions = 4;
    private int _serial, _asked;

    public async Task<bool> Sit(CancellationToken cancellation) => (await Send("seat", HttpMethod.Put, "seat", [], [], cancellation)).IsOk;

    public async Task Act(CancellationToken cancellation)
    {
        var answer = random.Next(100) switch
        {
            < 35 => await Hand(random.Next(2) == 0, cancellation),
            < 75 => await Vote(cancellation),
            < 85 => await Ask(cancellation),
            _ => await Support(cancellation),
        };
        // The seat was lost with the line: as a page does, one takes it again.
        if (answer?.Text.Contains("\"live_classes.not_seated\"", StringComparison.Ordinal) == true) await Sit(cancellation);
    }

    public async Task<Answer?> Hand(bool up, CancellationToken cancellation) => await Send("hand", HttpMethod.Put, "hand", new() { ["up"] = up }, new() { ["up"] = up }, cancellation);

    public async Task<Answer?> Vote(CancellationToken cancellation)
    {
        if (room.Poll is not (> 0 and var poll)) return null;
        // Who votes again in an anonymous poll is refused, and rightly: there one votes for the same.
        var option = Classroom.IsAnonymous(poll) ? Math.Abs(me.UserId[^1]) % Classroom.Options : random.Next(Classroom.Options);
        return await Send("vote", HttpMethod.Put, $"polls/{poll}/vote", new() { ["poll"] = poll, ["option"] = option }, new() { ["option"] = option }, cancellation);
    }

    public async Task<Answer?> Ask(CancellationToken cancellation)
    {
        if (_asked >= MostQuestions || !room.MayAsk()) return null;
        _asked++;
        var text = $"What about {op}, question {_asked}?";
        var asked = await Send("ask", HttpMethod.Post, "questions", new() { ["text"] = text }, new() { ["text"] = text }, cancellation);
        if (asked.IsOk) room.Asked(asked.Json["number"]!.GetValue<long>(), me.UserId);
        return asked;
    }

    public async Task<Answer?> Support(CancellationToken cancellation)
    {
        if (room.QuestionFor(me.UserId, random) is not { } question) return null;
        var up = random.Next(4) > 0;
        return await Send("support", HttpMethod.Put, $"questions/{question}/vote", new() { ["question"] = question, ["up"] = up }, new() { ["up"] = up }, cancellation);
    }

    private Task<Answer> Send(string kind, HttpMethod method, string path, JsonObject facts, JsonObject body, CancellationToken cancellation)
    {
        (facts["user"], facts["email"]) = (me.UserId, me.Email);
        return client.Send(string.Create(CultureInfo.InvariantCulture, $"{op}-{kind}-{++_serial}"), kind, method, $"{room.Api}/{path}", facts, body, me.Token, cancellation: cancellation);
    }
}
