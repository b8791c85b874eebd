using System.Text.Json;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tests.Email;

/// <summary>Events of a person, as the feed brings them to a reactor.</summary>
internal static class MailEvents
{
    public static EventRow Of(string name, UserKey key, DomainEvent payload) => new(
        1, 1, 1, "user", key.ToString(), 1, Guid.NewGuid(), name, JsonSerializer.Serialize(payload, payload.GetType(), HubJson.Options), "", null, TimeProvider.System.GetUtcNow());
}
