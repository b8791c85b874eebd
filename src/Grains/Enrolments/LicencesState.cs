using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Enrolments;

/// <summary>The document holds who bought; each code is a record.</summary>
internal sealed record LicencesState : IAggregateState<LicencesState>
{
    public const string CodeRecord = "licence";

    public static string AggregateType => "licences";
    public static LicencesState Empty { get; } = new();

    /// <summary>Empty: none were issued.</summary>
    public string BuyerId { get; init; } = "";
    public int Count { get; init; }
    public int Redeemed { get; init; }
    public bool Revoked { get; init; }
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>In the order they were made; from records.</summary>
    [JsonIgnore] public ImmutableArray<Licence> Codes { get; init; } = [];

    [JsonIgnore] public bool Exists => BuyerId.Length > 0;

    public Licence? Find(string code) => Codes.FirstOrDefault(l => l.Code == code);
}

/// <param name="Code">Without hyphens, in upper case.</param>
internal sealed record Licence(string Code, string? RedeemedBy = null, DateTimeOffset? RedeemedAt = null)
{
    [JsonIgnore] public string Ground => $"licence-{Code.ToLowerInvariant()}";
}
