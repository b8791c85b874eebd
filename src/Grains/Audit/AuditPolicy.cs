using System.Collections.Immutable;

namespace LearningHub.Grains.Audit;

/// <summary>Which events the trail keeps: all but these. Who adds an event need not think of the audit; who leaves one out says why.</summary>
internal static class AuditPolicy
{
    public static readonly ImmutableHashSet<string> LeftOut =
    [
        // What a learner does every few seconds; the rows themselves are the record.
        "enrolment.progress_recorded", "chat.message_sent",
        // A guest's cart is known by a secret, which is in its key; nothing in a cart counts until the order does.
        "cart.abandoned", "cart.coupon_applied", "cart.coupon_removed", "cart.currency_changed", "cart.expired", "cart.frozen", "cart.handed_over", "cart.line_added",
        "cart.line_changed", "cart.line_removed", "cart.merged", "cart.prices_accepted", "cart.settled", "cart.thawed",
        // Steps of the post between queued and sent.
        "mail.sending", "mail.delayed",
    ];

    public static ImmutableArray<string> Kept(IEnumerable<string> known) => [.. known.Where(name => !LeftOut.Contains(name)).Order(StringComparer.Ordinal)];
}
