using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments.Testing;

/// <summary>The rules of the test provider: a real one's life in buttons.</summary>
internal static class TestPayment
{
    public const int MaxWebhooks = 40;
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    public static Error NotFound { get; } = Error.NotFound("test_payments.not_found", "There is no such test payment.");
    public static Error NotNow { get; } = Error.Conflict("test_payments.not_now", "This cannot be done to the test payment as it is now.");
    public static Error Full { get; } = new("test_payments.full", "This test payment has had enough events. Begin another.", ErrorKind.TooMany);
    public static Error RefundRefused { get; } = Error.Conflict("test_payments.refund_refused", "There is not that much left.");

    public static Decision<TestPaymentState> Begin(TestPaymentState state, BeginTestPayment c) =>
        state.Status != PaymentStatus.None ? Decision<TestPaymentState>.NoChange(state) : Decision<TestPaymentState>.Of(state with
        {
            Status = PaymentStatus.NeedsAction, PaymentId = c.PaymentId, Attempt = c.Attempt, OrderId = c.OrderId, BuyerId = c.BuyerId, Amount = c.Amount,
            Description = c.Description, ReturnUrl = c.ReturnUrl,
        });

    public static Decision<TestPaymentState> Cancel(TestPaymentState state, string reference, DateTimeOffset now) => state.Status switch
    {
        PaymentStatus.None => NotFound,
        PaymentStatus.NeedsAction => Happened(state with { Status = PaymentStatus.Cancelled, FailureCode = "cancelled", AsksConfirmation = false }, reference, "payment.cancelled", now),
        _ => Decision<TestPaymentState>.NoChange(state),
    };

    public static Decision<TestPaymentState> Refund(TestPaymentState state, RefundTestPayment c, string reference, DateTimeOffset now)
    {
        if (state.Status != PaymentStatus.Captured) return NotFound;
        if (state.Refunds.Any(r => r.RefundId == c.RefundId)) return Decision<TestPaymentState>.NoChange(state);
        if (c.Amount.Minor > state.Left || state.Disputes.Any(d => d.Status is DisputeStatus.Open or DisputeStatus.Lost)) return RefundRefused;
        return GiveBack(state, c.RefundId, c.Amount, reference, now);
    }

    public static Decision<TestPaymentState> Act(TestPaymentState state, TestPaymentAction action, string reference, DateTimeOffset now)
    {
        state = Settled(state, reference, now);
        if (!Can(state).Contains(action)) return NotNow;
        if (state.Webhooks.Length >= MaxWebhooks && action < TestPaymentAction.HoldWebhooks) return Full;
        return action switch
        {
            TestPaymentAction.Approve or TestPaymentAction.Confirm => Decided(state, true, null, reference, now),
            TestPaymentAction.Decline => Decided(state, false, "declined", reference, now),
            TestPaymentAction.DeclineFunds => Decided(state, false, "insufficient_funds", reference, now),
            TestPaymentAction.FailConfirmation => Decided(state, false, "authentication_failed", reference, now),
            TestPaymentAction.AskConfirmation => Decision<TestPaymentState>.Of(state with { AsksConfirmation = true }),
            TestPaymentAction.ApproveLater or TestPaymentAction.DeclineLater => Happened(state with
            {
                Status = PaymentStatus.Processing, SettlesAt = now + Delay, SettlesWell = action == TestPaymentAction.ApproveLater,
            }, reference, "payment.processing", now),
            TestPaymentAction.SettleNow => Decision<TestPaymentState>.Of(Settled(state with { SettlesAt = now }, reference, now)),
            TestPaymentAction.RefundHalf => GiveBack(state, null, new(Math.Max(1, state.Left / 2), state.Amount.Currency), reference, now),
            TestPaymentAction.RefundRest => GiveBack(state, null, new(state.Left, state.Amount.Currency), reference, now),
            TestPaymentAction.BounceRefund => RefundBecomes(state, state.Refunds.Last(r => r.Status == RefundStatus.Refunded), RefundStatus.Failed, reference, now),
            TestPaymentAction.HoldRefunds => Decision<TestPaymentState>.Of(state with { HoldsRefunds = true }),
            TestPaymentAction.ReleaseRefunds or TestPaymentAction.RefuseRefunds => Decision<TestPaymentState>.Of(state.Refunds.Where(r => r.Status == RefundStatus.Pending)
                .Aggregate(state with { HoldsRefunds = false }, (s, r) => RefundBecomes(s, r, action == TestPaymentAction.ReleaseRefunds ? RefundStatus.Refunded : RefundStatus.Failed, reference, now).State!)),
            TestPaymentAction.OpenDispute => Disputed(state, new($"{reference}/dispute-{state.Disputes.Length + 1}", state.Amount, DisputeStatus.Open), reference, now),
            TestPaymentAction.WinDispute => Disputed(state, state.Disputes.First(d => d.Status == DisputeStatus.Open) with { Status = DisputeStatus.Won }, reference, now),
            TestPaymentAction.LoseDispute => Disputed(state, state.Disputes.First(d => d.Status == DisputeStatus.Open) with { Status = DisputeStatus.Lost }, reference, now),
            TestPaymentAction.HoldWebhooks => Decision<TestPaymentState>.Of(state with { HoldsWebhooks = true }),
            TestPaymentAction.ReleaseInOrder => Released(state, [.. state.Webhooks.Where(w => w.Delivered == 0).Select(w => w.Id)]),
            TestPaymentAction.ReleaseReversed => Released(state, [.. state.Webhooks.Where(w => w.Delivered == 0).Select(w => w.Id).Reverse()]),
            _ => Decision<TestPaymentState>.Of(state with { Queue = [.. state.Queue, .. state.Webhooks.Select(w => w.Id)] }),
        };
    }

    /// <summary>The buttons that make sense.</summary>
    public static ImmutableArray<TestPaymentAction> Can(TestPaymentState state)
    {
        var can = ImmutableArray.CreateBuilder<TestPaymentAction>();
        switch (state.Status)
        {
            case PaymentStatus.NeedsAction when state.AsksConfirmation:
                can.AddRange(TestPaymentAction.Confirm, TestPaymentAction.FailConfirmation);
                break;
            case PaymentStatus.NeedsAction:
                can.AddRange(TestPaymentAction.Approve, TestPaymentAction.AskConfirmation, TestPaymentAction.ApproveLater, TestPaymentAction.Decline, TestPaymentAction.DeclineFunds, TestPaymentAction.DeclineLater);
                break;
            case PaymentStatus.Processing:
                can.Add(TestPaymentAction.SettleNow);
                break;
            case PaymentStatus.Captured:
                var disputed = state.Disputes.Any(d => d.Status is DisputeStatus.Open or DisputeStatus.Lost);
                if (!disputed && state.Left > 1) can.Add(TestPaymentAction.RefundHalf);
                if (!disputed && state.Left > 0) can.Add(TestPaymentAction.RefundRest);
                if (state.Refunds.Any(r => r.Status == RefundStatus.Refunded)) can.Add(TestPaymentAction.BounceRefund);
                if (!disputed && state.Left == state.Amount.Minor && state.Disputes.Length < 3) can.Add(TestPaymentAction.OpenDispute);
                if (state.Disputes.Any(d => d.Status == DisputeStatus.Open)) can.AddRange(TestPaymentAction.WinDispute, TestPaymentAction.LoseDispute);
                can.Add(state.HoldsRefunds ? TestPaymentAction.ReleaseRefunds : TestPaymentAction.HoldRefunds);
                if (state.Refunds.Any(r => r.Status == RefundStatus.Pending)) can.Add(TestPaymentAction.RefuseRefunds);
                break;
            case PaymentStatus.None: return [];
        }
        if (!state.HoldsWebhooks) can.Add(TestPaymentAction.HoldWebhooks);
        else can.AddRange(TestPaymentAction.ReleaseInOrder, TestPaymentAction.ReleaseReversed);
        if (state.Webhooks.Any(w => w.Delivered > 0) && state.Queue.Length < MaxWebhooks) can.Add(TestPaymentAction.RepeatAll);
        return can.ToImmutable();
    }

    /// <summary>As it is now: a delayed decision falls when its time has come.</summary>
    public static TestPaymentState Settled(TestPaymentState state, string reference, DateTimeOffset now) =>
        state is { Status: PaymentStatus.Processing, SettlesAt: { } at } && at <= now ? Decided(state, state.SettlesWell, state.SettlesWell ? null : "declined", reference, now).State! : state;

    public static Decision<TestPaymentState> Delivered(TestPaymentState state, string id)
    {
        if (state.Queue.Length == 0 || state.Queue[0] != id) return Decision<TestPaymentState>.NoChange(state);
        return Decision<TestPaymentState>.Of(state with { Queue = state.Queue.RemoveAt(0), Webhooks = [.. state.Webhooks.Select(w => w.Id == id ? w with { Delivered = w.Delivered + 1 } : w)] });
    }

    private static Decision<TestPaymentState> Decided(TestPaymentState state, bool well, string? code, string reference, DateTimeOffset now) => Happened(
        state with { Status = well ? PaymentStatus.Captured : PaymentStatus.Failed, FailureCode = code, AsksConfirmation = false, SettlesAt = null },
        reference, well ? "payment.captured" : "payment.failed", now);

    private static Decision<TestPaymentState> GiveBack(TestPaymentState state, string? refundId, Money amount, string reference, DateTimeOffset now)
    {
        var refund = new RefundFact(string.Create(CultureInfo.InvariantCulture, $"{reference}/refund-{state.Refunds.Length + 1}"), refundId, amount, state.HoldsRefunds ? RefundStatus.Pending : RefundStatus.Refunded);
        return Happened(state with { Refunds = state.Refunds.Add(refund) }, reference, "refund.created", now, new AttemptFacts { Refunds = [refund] });
    }

    private static Decision<TestPaymentState> RefundBecomes(TestPaymentState state, RefundFact refund, RefundStatus status, string reference, DateTimeOffset now)
    {
        var changed = refund with { Status = status, FailureCode = status == RefundStatus.Failed ? "refused_by_bank" : null };
        return Happened(state with { Refunds = state.Refunds.Replace(refund, changed) }, reference, "refund.updated", now, new AttemptFacts { Refunds = [changed] });
    }

    private static Decision<TestPaymentState> Disputed(TestPaymentState state, DisputeFact dispute, string reference, DateTimeOffset now)
    {
        var before = state.Disputes.FirstOrDefault(d => d.Reference == dispute.Reference);
        return Happened(state with { Disputes = before is null ? state.Disputes.Add(dispute) : state.Disputes.Replace(before, dispute) }, reference,
            dispute.Status == DisputeStatus.Open ? "dispute.opened" : "dispute.closed", now, new AttemptFacts { Disputes = [dispute] });
    }

    private static Decision<TestPaymentState> Released(TestPaymentState state, ImmutableArray<string> ids) =>
        Decision<TestPaymentState>.Of(state with { HoldsWebhooks = false, Queue = state.Queue.AddRange(ids.Except(state.Queue)) });

    private static Decision<TestPaymentState> Happened(TestPaymentState next, string reference, string kind, DateTimeOffset now, AttemptFacts? facts = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"evt_{reference}_{next.Webhooks.Length + 1}");
        // What a webhook tells is what happened, not all there is.
        var told = facts is null ? next.Facts(reference) with { Refunds = [], Disputes = [] } : facts with { Reference = reference };
        next = next with { Webhooks = next.Webhooks.Add(new(id, kind, now, told)) };
        return Decision<TestPaymentState>.Of(next.HoldsWebhooks ? next : next with { Queue = next.Queue.Add(id) });
    }
}
