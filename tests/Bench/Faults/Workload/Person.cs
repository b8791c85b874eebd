namespace LearningHub.Bench.Faults;

/// <summary>Somebody who is signed in.</summary>
internal sealed record Person(string Email, string UserId, string Token)
{
    /// <summary>Registers and signs in. Null: refused, which is in the ledger.</summary>
    public static async Task<Person?> Register(FaultClient client, string op, string name, CancellationToken cancellation)
    {
        var email = $"{op}@fault.test";
        var registered = await client.Send(op, "register", HttpMethod.Post, "/api/v1/users", new() { ["email"] = email },
            new() { ["name"] = name, ["email"] = email, ["password"] = Academy.Password }, cancellation: cancellation);
        if (!registered.IsOk) return null;
        var opened = await client.Send($"{op}-sign-in", "sign-in", HttpMethod.Post, "/api/v1/sessions", new() { ["email"] = email },
            new() { ["email"] = email, ["password"] = Academy.Password, ["remember"] = false }, cancellation: cancellation);
        return opened.IsOk ? new(email, opened.Json["userId"]!.GetValue<string>(), opened.Json["token"]!.GetValue<string>()) : null;
    }

    public async Task<bool> Enrol(FaultClient client, string op, string course, CancellationToken cancellation) =>
        (await client.Send(op, "enrol", HttpMethod.Post, $"/api/v1/courses/{course}/enrolment", new() { ["email"] = Email, ["course"] = course }, [], Token, cancellation: cancellation)).IsOk;
}
