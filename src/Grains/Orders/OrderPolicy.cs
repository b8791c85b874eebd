namespace LearningHub.Grains.Orders;

/// <summary>How long things wait. <c>Hub:Orders</c>.</summary>
internal sealed class OrderPolicy
{
    /// <summary>For checkouts that began before an academy could set it.</summary>
    public static readonly TimeSpan Standard = TimeSpan.FromMinutes(30);

    /// <summary>An order that is not paid by then runs out. Null: as the academy has set.</summary>
    public TimeSpan? PayWithin { get; set; }

    /// <summary>Places and coupon are held a while longer than that, for money that comes at the last moment.</summary>
    public TimeSpan HoldLonger { get; set; } = TimeSpan.FromMinutes(15);
}
