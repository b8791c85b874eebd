using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Audit;

/// <summary>One link of the chain. The content is stored as the very text that was hashed, so that a check needs no rule of how JSON is written.</summary>
/// <param name="Hash">SHA-256 of the hash before, 32 bytes, followed by the content as UTF-8.</param>
internal sealed record AuditEntry(long Seq, string Content, byte[] Hash)
{
    private const int ContentVersion = 1;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Who acted on behalf of the actor.</summary>
    public string? By
    {
        get
        {
            using var json = JsonDocument.Parse(Content);
            return json.RootElement.TryGetProperty("by", out var by) ? by.GetString() : null;
        }
    }

    /// <summary>What the first entry of a tenant follows.</summary>
    public static byte[] Origin(string tenant) => SHA256.HashData(Encoding.UTF8.GetBytes($"learning-hub audit {ContentVersion} {tenant}"));

    public static AuditEntry After(byte[] before, long seq, EventRow e)
    {
        var content = Describe(seq, e);
        return new(seq, content, HashOf(before, content));
    }

    public static byte[] HashOf(byte[] before, string content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(Encoding.UTF8.GetBytes(content));
        return hash.GetHashAndReset();
    }

    // Ids, codes and numbers, as everything in an event: whoever is erased elsewhere is nobody here either.
    private static string Describe(long seq, EventRow e)
    {
        var actor = Actor.Parse(e.Actor);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteNumber("v", ContentVersion);
            json.WriteNumber("seq", seq);
            // Microseconds since 1970: what the database keeps of the moment, exactly.
            json.WriteNumber("at", (e.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
            json.WriteString("action", e.Name);
            json.WriteString("type", e.AggregateType);
            json.WriteString("key", e.Key);
            json.WriteNumber("version", e.Version);
            json.WriteString("event", e.EventId.ToString("n", CultureInfo.InvariantCulture));
            json.WriteString("actor", actor?.UserId ?? "");
            if (actor?.By is { } by) json.WriteString("by", by);
            json.WriteString("roles", actor is null ? "" : string.Join(',', actor.Roles));
            if (actor?.SessionId is { } session) json.WriteString("session", session);
            if (e.Trace is { } trace) json.WriteString("trace", trace);
            json.WritePropertyName("data");
            json.WriteRawValue(e.Payload);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
