using System.Text.Json;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>What the publisher says it sends: shown by viewers, so it is checked to be nothing but that.</summary>
internal sealed record PublisherState(bool Camera, bool Screen, bool Microphone)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 2, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        try { return JsonSerializer.Deserialize<PublisherState>(json, Json) is not null; }
        catch (JsonException) { return false; }
    }
}
