using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tenants;

internal sealed record TenantState : IAggregateState<TenantState>
{
    /// <summary>The hue of the look's style sheet.</summary>
    public const int DefaultHue = 172;

    public static string AggregateType => "tenant";
    public static TenantState Empty { get; } = new();

    public string Name { get; init; } = "";
    public int Hue { get; init; } = DefaultHue;
    /// <summary>The admin to be, chosen before the person is registered, so that a retry meets the same person.</summary>
    public string? AdminId { get; init; }
    public DateTimeOffset? SetUpAt { get; init; }

    [System.Text.Json.Serialization.JsonIgnore] public bool IsSetUp => SetUpAt is not null;
}
