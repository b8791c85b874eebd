using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Carts;

/// <summary>All of a cart: 20 lines and a frozen order at most, some 30 KB.</summary>
internal sealed record CartState : IAggregateState<CartState>
{
    public static string AggregateType => "cart";
    public static CartState Empty { get; } = new();

    /// <summary>Empty until something is put in.</summary>
    public string Currency { get; init; } = "";
    public ImmutableArray<CartLine> Lines { get; init; } = [];

    /// <summary>In the order they are applied: percentages, then amounts.</summary>
    public ImmutableArray<CartCode> Coupons { get; init; } = [];

    /// <summary>What an order that is being paid has made of it.</summary>
    public FrozenCart? Frozen { get; init; }

    /// <summary>What did not come over in the last merge, until the next change.</summary>
    public ImmutableArray<SkippedLine> Skipped { get; init; } = [];

    /// <summary>The last sign of its owner.</summary>
    public DateTimeOffset? TouchedAt { get; init; }
    /// <summary>That it was left alone was told.</summary>
    public bool Abandoned { get; init; }

    /// <summary>A guest's cart: whose cart took it over, and what was handed over then.</summary>
    public string? HandedTo { get; init; }
    public CartContent? Handed { get; init; }

    [JsonIgnore] public bool IsEmpty => Lines.IsEmpty;
    public CartLine? Find(string courseId) => Lines.FirstOrDefault(l => l.CourseId == courseId);
}

/// <param name="PriceSeen">What one cost when the buyer last saw and accepted it.</param>
internal sealed record CartLine(string CourseId, int Quantity, Money PriceSeen);
