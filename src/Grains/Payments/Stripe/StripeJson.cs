using System.Text.Json;

namespace LearningHub.Grains.Payments.Stripe;

/// <summary>Reads Stripe's JSON: what is absent, null or of another type is null.</summary>
internal static class StripeJson
{
    public static JsonElement? Object(this JsonElement json, string name) => Value(json, name) is { ValueKind: JsonValueKind.Object } o ? o : null;
    public static string? Text(this JsonElement json, string name) => Value(json, name) is { ValueKind: JsonValueKind.String } s ? s.GetString() : null;
    public static long? Number(this JsonElement json, string name) => Value(json, name) is { ValueKind: JsonValueKind.Number } n && n.TryGetInt64(out var value) ? value : null;
    public static bool Flag(this JsonElement json, string name) => Value(json, name) is { ValueKind: JsonValueKind.True };
    public static IEnumerable<JsonElement> List(this JsonElement json, string name) => Value(json, name) is { ValueKind: JsonValueKind.Array } a ? a.EnumerateArray() : [];

    /// <summary>The id of a thing that may be expanded.</summary>
    public static string? Id(this JsonElement json, string name) => json.Text(name) ?? json.Object(name)?.Text("id");

    private static JsonElement? Value(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
