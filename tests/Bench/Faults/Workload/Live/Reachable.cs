using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>How a person is reached: an address that they confirm by the mail that came, and a browser that takes pushes.</summary>
internal sealed class Reachable(FaultClient client, Arrivals arrivals, Person me, string op)
{
    public bool IsConfirmed { get; private set; }

    /// <summary>If the mail is there.</summary>
    public async Task Confirm(CancellationToken cancellation)
    {
        if (IsConfirmed || arrivals.ConfirmationOf(me.Email) is not { } token) return;
        IsConfirmed = true;
        await client.Send($"{op}-confirm", "confirm-address", HttpMethod.Post, "/api/v1/users/confirm", new() { ["user"] = me.UserId, ["email"] = me.Email }, new() { ["token"] = token }, cancellation: cancellation);
    }

    public async Task AddDevice(CancellationToken cancellation)
    {
        var browser = arrivals.Browser(op);
        await client.Send($"{op}-device", "device", HttpMethod.Post, "/api/v1/notifications/devices", new() { ["user"] = me.UserId, ["browser"] = op },
            new() { ["endpoint"] = browser.Endpoint, ["keys"] = new JsonObject { ["p256dh"] = browser.P256dh, ["auth"] = browser.Auth }, ["name"] = op }, me.Token, cancellation: cancellation);
    }
}
