using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments;

/// <summary>The rules of a payment: what we ask for. What the provider says is <see cref="PaymentFacts"/>.</summary>
internal static class Payment
{
    public const int MaxAttempts = 10, MaxRefunds = 50, MaxIdLength = 60, MaxDescription = 200, MaxReturnUrl = 500;

    public static Decision<PaymentState> Begin(PaymentState state, BeginPayment c, DateTimeOffset now)
    {
        if (state.Status != PaymentStatus.None)
        {
            if (state.OrderId.Length == 0) return PaymentErrors.Cancelled;
            return state.OrderId == c.OrderId && state.BuyerId == c.BuyerId && state.Amount == c.Amount ? Decision<PaymentState>.NoChange(state) : PaymentErrors.BegunOtherwise;
        }
        if (Refuse(c) is { } refused) return refused;
        var next = state with
        {
            OrderId = c.OrderId, BuyerId = c.BuyerId, Amount = c.Amount, Description = c.Description, ReturnUrl = c.ReturnUrl, BegunAt = now,
            Attempts = [new(1, c.Provider, PaymentStatus.Created, now)],
        };
        return Decision<PaymentState>.Of(Settled(next, now), new PaymentBegun(c.OrderId, c.BuyerId, c.Amount, c.Provider));
    }

    /// <summary>A new attempt only when the one before is over at the provider: two can never be paid at once.</summary>
    public static Decision<PaymentState> Retry(PaymentState state, string provider, DateTimeOffset now)
    {
        switch (state.Status)
        {
            case PaymentStatus.None: return PaymentErrors.NotFound;
            case PaymentStatus.Captured: return PaymentErrors.Captured;
            case PaymentStatus.Cancelled: return PaymentErrors.Cancelled;
            case var _ when state.Cancelling: return PaymentErrors.Cancelled;
            case not PaymentStatus.Failed: return Decision<PaymentState>.NoChange(state);
        }
        if (state.Attempts.Length >= MaxAttempts) return PaymentErrors.TooManyAttempts;
        var attempt = new AttemptState(state.Attempts.Length + 1, provider, PaymentStatus.Created, now);
        return Decision<PaymentState>.Of(Settled(state with { Attempts = state.Attempts.Add(attempt), Asked = 0 }, now), new PaymentRetried(state.OrderId, attempt.Number, provider));
    }

    /// <summary>Wants it closed. Closed at once where no attempt is open; else the provider is asked to close it. A payment that was never begun is
    /// closed too, so that a late Begin finds the door shut.</summary>
    public static Decision<PaymentState> Cancel(PaymentState state, DateTimeOffset now)
    {
        if (state.Status == PaymentStatus.Captured) return PaymentErrors.Captured;
        if (state.Status == PaymentStatus.Cancelled || state.Cancelling) return Decision<PaymentState>.NoChange(state);
        if (state.Status == PaymentStatus.None) return Decision<PaymentState>.Of(state with { Status = PaymentStatus.Cancelled, Cancelling = true, BegunAt = now });
        var next = Settled(state with { Cancelling = true, Asked = 0 }, now);
        return next.Status == PaymentStatus.Cancelled ? Decision<PaymentState>.Of(next, new PaymentCancelled(state.OrderId)) : Decision<PaymentState>.Of(next);
    }

    /// <summary>Reserves the refund: from here on its amount is spoken for, whatever else happens at the same moment.</summary>
    public static Decision<PaymentState> Refund(PaymentState state, RefundPayment c, DateTimeOffset now)
    {
        if (state.Status == PaymentStatus.None) return PaymentErrors.NotFound;
        if (!KeySegment.IsValid(c.RefundId) || c.RefundId.StartsWith("ext-", StringComparison.Ordinal) || c.RefundId.StartsWith("surplus-", StringComparison.Ordinal)) return PaymentErrors.BadInput;
        if (state.Refunds.FirstOrDefault(r => r.Id == c.RefundId) is { } before) return before.Amount == c.Amount ? Decision<PaymentState>.NoChange(state) : PaymentErrors.RefundDiffers;
        if (state.Attempts.FirstOrDefault(a => a is { Status: PaymentStatus.Captured, Surplus: false }) is not { } captured) return PaymentErrors.NotCaptured;
        if (c.Amount.Minor <= 0 || c.Amount.Currency != state.Amount.Currency) return PaymentErrors.BadAmount;
        if (state.Refunds.Count(r => !r.ByProvider) >= MaxRefunds) return PaymentErrors.TooManyRefunds;
        var left = state.Amount.Minor - state.Refunded.Minor - state.RefundPending.Minor;
        if (c.Amount.Minor > left) return PaymentErrors.RefundTooMuch;
        if (c.Amount.Minor > left - state.TakenByDisputes.Minor) return PaymentErrors.Disputed;
        var refund = new RefundState(c.RefundId, captured.Number, c.Amount, RefundStatus.Pending, now);
        return Decision<PaymentState>.Of(Settled(state with { Refunds = state.Refunds.Add(refund), Asked = 0 }, now), new PaymentRefundBegun(state.OrderId, c.RefundId, c.Amount));
    }

    /// <summary>The key of this call was answered with what says nothing (a 500 that is replayed for ever): the next call goes under the next one.</summary>
    public static Decision<PaymentState> SpendKey(PaymentState state, int attempt, string? refundId, int spent)
    {
        if (refundId is null)
            return state.Attempt(attempt) is { } a && a.KeyNumber == spent ? Decision<PaymentState>.Of(state.With(a with { KeyNumber = spent + 1 })) : Decision<PaymentState>.NoChange(state);
        return state.Refunds.FirstOrDefault(r => r.Id == refundId) is { } refund && refund.KeyNumber == spent
            ? Decision<PaymentState>.Of(state with { Refunds = state.Refunds.Replace(refund, refund with { KeyNumber = spent + 1 }) }) : Decision<PaymentState>.NoChange(state);
    }

    /// <summary>A round of questions is over: the next one later than this one, until there is news.</summary>
    public static Decision<PaymentState> AskLater(PaymentState state, DateTimeOffset now) =>
        state.AskAt is null ? Decision<PaymentState>.NoChange(state) : Decision<PaymentState>.Of(Settled(state with { Asked = state.Asked + 1 }, now));

    /// <summary>The status that the attempts make, and when to ask.</summary>
    public static PaymentState Settled(PaymentState state, DateTimeOffset now)
    {
        var status = state.Attempts.Any(a => a.Status == PaymentStatus.Captured) ? PaymentStatus.Captured
            : state.Cancelling && !state.Attempts.Any(a => a.IsOpen) ? PaymentStatus.Cancelled
            : state.Last!.Status;
        var next = state with { Status = status };
        return next with { AskAt = PaymentPatience.NextQuestion(next) is { } patience ? (now + patience).ToUnixTimeSeconds() : null };
    }

    private static Error? Refuse(BeginPayment c)
    {
        if (!KeySegment.IsValid(c.OrderId) || c.OrderId.Length > MaxIdLength || !KeySegment.IsValid(c.BuyerId)) return PaymentErrors.BadInput;
        if (c.Amount.Minor <= 0 || !Currencies.IsSold(c.Amount.Currency)) return PaymentErrors.BadAmount;
        if (c.Description is not { Length: >= 1 and <= MaxDescription } || !PlainText.IsWellFormed(c.Description)) return PaymentErrors.BadInput;
        var url = c.ReturnUrl;
        return url is { Length: >= 1 and <= MaxReturnUrl } && url[0] == '/' && !(url.Length > 1 && url[1] is '/' or '\\') && url.All(ch => ch is > ' ' and < '\x7f' and not '\\') ? null : PaymentErrors.BadInput;
    }
}
