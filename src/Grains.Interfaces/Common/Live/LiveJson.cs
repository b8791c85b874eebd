using System.Text.Json;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The JSON of pushes: the web defaults, the same as the API's.</summary>
public static class LiveJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);
}
