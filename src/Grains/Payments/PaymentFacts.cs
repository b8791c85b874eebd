using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments;

/// <summary>What a provider's facts make of a payment. Each part only ever moves up its own ladder (an attempt: created, needs action, processing, failed,
/// captured; a refund: pending, refunded, failed; a dispute: open, closed), so that the end is the same in whatever order and however often facts come.
/// A refund or a dispute proves the capture: captured is told first.</summary>
internal static class PaymentFacts
{
    private const string Bounced = "refund_bounced";
    public const int MaxHeard = 500, MaxEntries = 100, MaxDisputes = 20;

    /// <param name="before">The record of an earlier hearing of the same event.</param>
    public static Decision<PaymentState> Learn(PaymentState state, ProviderNotice notice, HeardEvent? before, DateTimeOffset now)
    {
        if (state.Attempt(notice.Attempt) is null) return PaymentErrors.NotFound;
        if (notice.EventId is not { Length: >= 1 and <= 200 } || notice.Kind is not { Length: <= 100 }) return PaymentErrors.BadWebhook;

        var learning = new Learning(state, now);
        learning.Attempt(notice.Attempt, notice.Facts);
        foreach (var refund in notice.Facts.Refunds) learning.Refund(notice.Attempt, refund);
        foreach (var dispute in notice.Facts.Disputes) learning.Dispute(dispute);
        var (next, events) = learning.End();

        if (before is null && next.Heard >= MaxHeard) return ReferenceEquals(next, state) ? Decision<PaymentState>.NoChange(state) : Decision<PaymentState>.Of(next, [.. events]);
        var effect = string.Join(' ', events.Select(e => EventNames.Of(e.GetType())));
        var heard = before is null
            ? new HeardEvent(notice.EventId, notice.Kind, notice.Source, notice.Attempt, effect, notice.OccurredAt, now, now, 1, next.Heard + 1)
            : before with { LastAt = now, Times = before.Times + 1, Effect = string.Join(' ', ((string[])[before.Effect, effect]).Where(e => e.Length > 0).Distinct()) };
        if (heard.Effect.Length > 500) heard = heard with { Effect = heard.Effect[..500] };
        if (before is null) next = next with { Heard = next.Heard + 1 };
        return Decision<PaymentState>.Of(next, [.. events]) with { Records = [RecordChange.Put(PaymentState.HeardRecord, notice.EventId, heard.Seq, heard)] };
    }

    /// <summary>An id of ours for a thing that the provider named: its own ids hold characters that keys may not.</summary>
    public static string IdOf(string prefix, string reference) => $"{prefix}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)).AsSpan(0, 12))}";

    private sealed class Learning(PaymentState before, DateTimeOffset now)
    {
        private readonly List<DomainEvent> _events = [];
        private readonly PaymentState _before = before;
        private PaymentState _next = before;

        public void Attempt(int number, AttemptFacts facts)
        {
            var attempt = _next.Attempt(number)!;
            var status = facts.Status is PaymentStatus.Cancelled ? PaymentStatus.Failed : facts.Status;
            var money = status == PaymentStatus.Captured || facts.Refunds.Any(r => r.Status == RefundStatus.Refunded) || facts.Disputes.Length > 0;
            // A call that was made twice left a second thing at the provider, which nobody was sent to: of it only money would count.
            if (!money && facts.Reference is { } reference && attempt.Reference is { } known && reference != known) return;
            var learned = attempt with { Reference = attempt.Reference ?? Short(facts.Reference), ChargeReference = attempt.ChargeReference ?? Short(facts.ChargeReference) };

            if (status == PaymentStatus.Captured && facts.Captured != _next.Amount) Attend("amount_mismatch");
            else if (money && learned.Status != PaymentStatus.Captured) learned = Captured(learned);
            else if (Rank(status) > Rank(learned.Status))
                learned = learned with
                {
                    Status = status,
                    ActionUrl = status == PaymentStatus.NeedsAction ? facts.ActionUrl : null,
                    FailureCode = status == PaymentStatus.Failed ? Code(facts.FailureCode ?? (facts.Status == PaymentStatus.Cancelled ? "cancelled" : "declined")) : null,
                };
            if (learned != attempt) _next = _next.With(learned);
        }

        public void Refund(int attempt, RefundFact fact)
        {
            if (fact.Amount.Currency != _next.Amount.Currency || fact.Amount.Minor <= 0) { Attend("refund_mismatch"); return; }
            var known = _next.Refunds.FirstOrDefault(r => r.Id == fact.RefundId) ?? _next.Refunds.FirstOrDefault(r => r.Reference is not null && r.Reference == fact.Reference);
            if (known is null)
            {
                if (fact.Reference is null) return;
                if (_next.Refunds.Length >= MaxEntries) { Attend("too_many_refunds"); return; }
                known = new(IdOf("ext", fact.Reference), attempt, fact.Amount, RefundStatus.Pending, now, Short(fact.Reference), ByProvider: true, Surplus: _next.Attempt(attempt)!.Surplus);
                _next = _next with { Refunds = _next.Refunds.Add(known) };
            }
            if (known.Amount != fact.Amount) { Attend("refund_mismatch"); return; }
            var learned = known with { Reference = known.Reference ?? Short(fact.Reference) };
            if (fact.Status > known.Status)
            {
                learned = learned with { Status = fact.Status, FailureCode = fact.Status == RefundStatus.Failed ? Code(fact.FailureCode ?? "refused") : null };
                Tell(known, learned);
            }
            if (learned != known) _next = _next with { Refunds = _next.Refunds.Replace(known, learned) };
        }

        public void Dispute(DisputeFact fact)
        {
            if (fact.Status == DisputeStatus.None || fact.Reference.Length is 0 or > 200) return;
            var known = _next.Disputes.FirstOrDefault(d => d.Reference == fact.Reference);
            if (known is null)
            {
                if (_next.Disputes.Length >= MaxDisputes) { Attend("too_many_disputes"); return; }
                // Banks convert: what is disputed in another currency, or above the payment, is the payment.
                var amount = fact.Amount.Currency == _next.Amount.Currency && fact.Amount.Minor > 0 && fact.Amount.Minor <= _next.Amount.Minor ? fact.Amount : _next.Amount;
                known = new(IdOf("dp", fact.Reference), fact.Reference, amount, DisputeStatus.Open, now);
                _next = _next with { Disputes = _next.Disputes.Add(known) };
                _events.Add(new PaymentDisputed(_next.OrderId, known.Id, amount));
            }
            if (known.Status != DisputeStatus.Open || fact.Status == DisputeStatus.Open) return;
            _next = _next with { Disputes = _next.Disputes.Replace(known, known with { Status = fact.Status, ClosedAt = now }) };
            _events.Add(new PaymentDisputeClosed(_next.OrderId, known.Id, known.Amount, fact.Status == DisputeStatus.Won));
        }

        /// <summary>The same object when nothing was learned.</summary>
        public (PaymentState State, List<DomainEvent> Events) End()
        {
            // Told out of order it may look so for a while: of two refunds one bounced before the other was made.
            if (_next.Refunded > _next.Amount) Attend("over_refunded");
            else if (_next.Attention == "over_refunded") _next = _next with { Attention = null };
            if (ReferenceEquals(_next, _before)) return (_before, _events);
            var next = Payment.Settled(_next with { Asked = _events.Count > 0 ? 0 : _next.Asked }, now);
            var last = next.Last!;
            if (next.Status != _before.Status || last != _before.Last)
                switch (next.Status)
                {
                    case PaymentStatus.NeedsAction when last.Status != _before.Last!.Status: _events.Add(new PaymentActionNeeded(next.OrderId, last.Number)); break;
                    case PaymentStatus.Processing when last.Status != _before.Last!.Status: _events.Add(new PaymentProcessing(next.OrderId, last.Number)); break;
                    case PaymentStatus.Failed when last.Status != _before.Last!.Status: _events.Add(new PaymentFailed(next.OrderId, last.Number, last.FailureCode!)); break;
                    case PaymentStatus.Cancelled when _before.Status != PaymentStatus.Cancelled: _events.Add(new PaymentCancelled(next.OrderId)); break;
                }
            // Views are rendered when something is told: what they show never changes without it.
            if (_events.Count == 0 && (next.Attention != _before.Attention || !next.References.SequenceEqual(_before.References))) _events.Add(new PaymentNoted(next.OrderId));
            return (next, _events);
        }

        private AttemptState Captured(AttemptState attempt)
        {
            var captured = attempt with { Status = PaymentStatus.Captured, ActionUrl = null, FailureCode = null };
            if (!_next.Attempts.Any(a => a.Status == PaymentStatus.Captured))
            {
                _next = _next with { CapturedAt = now };
                _events.Add(new PaymentCaptured(_next.OrderId, _next.Amount, attempt.Provider, attempt.Number));
                return captured;
            }
            _events.Add(new PaymentSurplusCaptured(_next.OrderId, attempt.Number, _next.Amount));
            _next = _next with { Refunds = _next.Refunds.Add(new($"surplus-{attempt.Number}", attempt.Number, _next.Amount, RefundStatus.Pending, now, Surplus: true)) };
            return captured with { Surplus = true };
        }

        private void Tell(RefundState before, RefundState after)
        {
            if (after.Surplus)
            {
                if (after.Status == RefundStatus.Refunded) _events.Add(new PaymentSurplusReturned(_next.OrderId, after.Attempt, after.Amount));
                else Attend("surplus_not_returned");
            }
            else if (after.Status == RefundStatus.Refunded)
            {
                _events.Add(new PaymentRefunded(_next.OrderId, after.Id, after.Amount));
                if (_next.Attention == Bounced) _next = _next with { Attention = null };
            }
            else if (before.Status == RefundStatus.Refunded)
            {
                // The buyer was told that it is on its way, and does not have it.
                _events.Add(new PaymentRefundReversed(_next.OrderId, after.Id, after.Amount, after.FailureCode!));
                if (_next.Attention != "over_refunded") Attend(Bounced);
            }
            else _events.Add(new PaymentRefundFailed(_next.OrderId, after.Id, after.Amount, after.FailureCode!));
        }

        private void Attend(string code)
        {
            if (_next.Attention == code) return;
            _next = _next with { Attention = code };
            _events.Add(new PaymentAttention(_next.OrderId, code));
        }

        private static int Rank(PaymentStatus status) => status switch
        {
            PaymentStatus.Created => 0, PaymentStatus.NeedsAction => 1, PaymentStatus.Processing => 2, PaymentStatus.Failed => 3, PaymentStatus.Captured => 4, _ => -1,
        };

        private static string? Short(string? reference) => reference is { Length: > 0 and <= 200 } ? reference : null;

        /// <summary>A provider's codes go into events: words only.</summary>
        private static string Code(string code) => code.Length is > 0 and <= 60 && code.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '_') ? code : "provider_refused";
    }
}
