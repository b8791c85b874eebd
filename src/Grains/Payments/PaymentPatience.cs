using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments;

/// <summary>How long a payment may wait before its provider is asked. Webhooks come first nearly always; questions are for those that were lost.</summary>
internal static class PaymentPatience
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
    ];

    /// <summary>Null: nothing is open.</summary>
    public static TimeSpan? NextQuestion(PaymentState state)
    {
        if (state.Refunds.Any(r => r.Status == RefundStatus.Pending) || state.Cancelling && state.Attempts.Any(a => a.IsOpen)) return After(state.Asked);
        return state.Last?.Status switch
        {
            _ when state.Status is PaymentStatus.Captured or PaymentStatus.Cancelled => null,
            PaymentStatus.Created => After(state.Asked),
            // A person is typing there.
            PaymentStatus.NeedsAction => After(state.Asked + 2),
            PaymentStatus.Processing => After(state.Asked + 3),
            _ => null,
        };
    }

    private static TimeSpan After(int asked) => Steps[Math.Min(asked, Steps.Length - 1)];
}
