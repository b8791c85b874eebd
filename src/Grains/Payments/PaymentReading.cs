using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Payments.Testing;

namespace LearningHub.Grains.Payments;

/// <summary>A payment as others see it.</summary>
internal static class PaymentReading
{
    public static PaymentView View(string paymentId, PaymentState s, long version)
    {
        var last = s.Last;
        return new(paymentId, s.OrderId, s.BuyerId, s.Amount, s.Status, last?.Provider ?? "", last?.Provider == TestPaymentProvider.Name,
            s.Status == PaymentStatus.NeedsAction ? last!.ActionUrl : null, s.Status == PaymentStatus.Failed ? last!.FailureCode : null, last?.Number ?? 0,
            s is { Status: PaymentStatus.Failed, Cancelling: false, Attempts.Length: < Payment.MaxAttempts }, s.Refunded, s.RefundPending,
            [.. s.Refunds.Where(r => !r.Surplus).Select(r => new RefundView(r.Id, r.Amount, r.Status, r.FailureCode, r.ByProvider, r.At))], s.Dispute,
            [.. s.Disputes.Select(d => new DisputeView(d.Id, d.Amount, d.Status, d.OpenedAt, d.ClosedAt))], s.BegunAt, s.CapturedAt, s.Attention, version);
    }

    public static PaymentHistory History(PaymentState s, PaymentView view, ImmutableArray<StoredRecord> heard) => new(view,
        [.. s.Attempts.Select(a => new AttemptView(a.Number, a.Provider, a.Status, a.FailureCode, a.Reference, a.ChargeReference, a.Status == PaymentStatus.Created, a.At))],
        [.. heard.Select(Heard).OfType<HeardEvent>().OrderByDescending(h => h.Seq).Select(h => new ProviderEventView(h.EventId, h.Kind, h.Source, h.Attempt, h.Effect, h.OccurredAt, h.FirstAt, h.LastAt, h.Times))],
        s.AskAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null);

    public static HeardEvent? Heard(StoredRecord? record) => record is null ? null : JsonSerializer.Deserialize<HeardEvent>(record.Json, HubJson.Options);
}
