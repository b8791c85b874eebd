using System.Text.Json;
using System.Text.Json.Serialization;

namespace LearningHub.Grains.Common;

/// <summary>The JSON of documents, records, events and stored answers: web names, enums as words, nulls left out.</summary>
internal static class HubJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
