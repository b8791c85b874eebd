using System.Text.Json;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>A row of the event table.</summary>
/// <param name="Actor">Tenant, user id, roles and session as one string; see <see cref="Interfaces.Common.Actor"/>.</param>
/// <param name="Trace">The W3C trace context of the command, so that what follows links back to the click.</param>
internal sealed record EventRow(
    int Epoch, ulong Tx, long Position, string AggregateType, string Key, long Version, Guid EventId, string Name, string Payload, string Actor, string? Trace, DateTimeOffset At)
{
    public FeedPosition Place => new(Epoch, Tx, Position);

    public string Tenant => Key[..Key.IndexOf('/')];

    /// <summary>The key's last segment.</summary>
    public string Id => Key[(Key.LastIndexOf('/') + 1)..];

    public T Read<T>() where T : DomainEvent => JsonSerializer.Deserialize<T>(Payload, HubJson.Options)!;
}
