using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using Microsoft.Extensions.Logging;

namespace LearningHub.Grains.Payments;

/// <summary>Key <see cref="PaymentKey"/>. Invariants: <see cref="Payment"/> and <see cref="PaymentFacts"/>. State: one document, 2 KB for an ordinary payment.
/// Expected: a dozen calls a payment. The intent of every call to a provider is committed before it, what came of it after it; a process that dies in
/// between leaves a payment that the sweep finds. Reads interleave, so that pages do not wait for a provider.</summary>
[GrainType("payment")]
internal sealed partial class PaymentGrain(IAggregateStore store, PaymentProviders providers, TimeProvider time, ILogger<PaymentGrain> log) : AggregateGrain<PaymentState>(store), IPaymentGrain
{
    private static readonly TimeSpan BetweenConfirmations = TimeSpan.FromSeconds(3);
    private DateTimeOffset _confirmedAt;

    private PaymentKey Id => PaymentKey.Parse(Key);

    public async Task<Result<PaymentView>> Begin(BeginPayment command)
    {
        if (State.Status == PaymentStatus.None)
        {
            if (Id.PaymentId != command.OrderId) return PaymentErrors.BadInput;
            if (Refuse(command.Provider, command.Amount) is { } refused) return refused;
        }
        // Not recorded as an operation: the payment's id is the operation, and a repeat goes on where the first one stopped.
        var begun = await Execute(s => Payment.Begin(s, command, time.GetUtcNow()));
        if (begun.Error is { } error) return error;
        await BeginAtProvider();
        return View();
    }

    public async Task<Result<PaymentView>> Retry(RetryPayment command)
    {
        if (!IsBuyer && !Actor.IsSystem) return PaymentErrors.NotYours;
        var provider = command.Provider ?? State.Last?.Provider ?? "";
        if (State.Status == PaymentStatus.Failed && Refuse(provider, State.Amount) is { } refused) return refused;
        var retried = await Execute(s => Payment.Retry(s, provider, time.GetUtcNow()));
        if (retried.Error is { } error) return error;
        await BeginAtProvider();
        return View();
    }

    public async Task<Result<PaymentView>> Confirm(ConfirmPayment command)
    {
        if (!MaySee) return PaymentErrors.NotFound;
        var now = time.GetUtcNow();
        if (State.Last is { IsOpen: true } attempt && State.Status is not (PaymentStatus.Captured or PaymentStatus.Cancelled) && now - _confirmedAt >= BetweenConfirmations)
        {
            _confirmedAt = now;
            if (attempt.Status == PaymentStatus.Created) await BeginAtProvider();
            else await Call(attempt, "ask", "question", null, (p, a, c) => p.Ask(a, c));
        }
        return View();
    }

    public async Task<Result<PaymentView>> Cancel(CancelPayment command)
    {
        var wanted = await Execute(s => Payment.Cancel(s, time.GetUtcNow()));
        if (wanted.Error is { } error) return error;
        if (State.Status != PaymentStatus.Cancelled) await CancelAtProvider();
        return State.Status switch
        {
            PaymentStatus.Cancelled => View(),
            PaymentStatus.Captured => PaymentErrors.Captured,
            PaymentStatus.Processing => PaymentErrors.Processing,
            _ => PaymentErrors.Cancelling,
        };
    }

    public async Task<Result<PaymentView>> Refund(RefundPayment command)
    {
        var reserved = await Execute(s => Payment.Refund(s, command, time.GetUtcNow()));
        if (reserved.Error is { } error) return error;
        await RefundAtProvider(command.RefundId);
        return View();
    }

    public async Task<Result<PaymentView>> Learn(ProviderNotice notice)
    {
        var learned = await Hear(notice);
        return learned.Error is { } error ? error : View();
    }

    public async Task Reconcile()
    {
        if (State.AskAt is not { } due || due > time.GetUtcNow().ToUnixTimeSeconds()) return;
        var attempt = State.Attempts.FirstOrDefault(a => a.IsOpen);
        if (attempt is not null)
        {
            if (State.Cancelling && attempt.Status != PaymentStatus.Processing) await CancelAtProvider();
            else if (attempt.Status == PaymentStatus.Created) await BeginAtProvider();
            else await Call(attempt, "ask", "question", null, (p, a, c) => p.Ask(a, c));
        }
        // One a round, in turn: a round stays within the caller's patience.
        var pending = State.Refunds.Where(r => r.Status == RefundStatus.Pending).ToList();
        if (pending.Count > 0) await RefundAtProvider(pending[State.Asked % pending.Count].Id);
        if (State.AskAt is { } still && still <= time.GetUtcNow().ToUnixTimeSeconds()) await Execute(s => Payment.AskLater(s, time.GetUtcNow()));
    }

    public async Task<Result<PaymentView>> AskNow(AskProvider command)
    {
        if (State.Attempts.Length == 0) return PaymentErrors.NotFound;
        var attempt = State.Attempts.FirstOrDefault(a => a is { Status: PaymentStatus.Captured, Surplus: false }) ?? State.Last!;
        if (attempt.Status == PaymentStatus.Created) { await BeginAtProvider(); return View(); }
        return await Call(attempt, "ask", "question", null, (p, a, c) => p.Ask(a, c)) ? View() : PaymentErrors.ProviderUnavailable;
    }

    public Task<Result<PaymentView>> Get() => Task.FromResult(MaySee ? View() : PaymentErrors.NotFound);

    public async Task<Result<PaymentHistory>> GetHistory()
    {
        if (State.Attempts.Length == 0) return PaymentErrors.NotFound;
        var (state, view) = (State, View().Value!);
        var heard = await Store.LoadRecords(PaymentState.HeardRecord, Key, PaymentFacts.MaxHeard);
        return PaymentReading.History(state, view, heard);
    }

    private bool IsBuyer => Actor.UserId.Length > 0 && Actor.UserId == State.BuyerId;
    private bool MaySee => State.Status != PaymentStatus.None && (IsBuyer || Actor.May(Permission.ManageSales));

    private Error? Refuse(string provider, Money amount)
    {
        if (providers.Find(provider) is not { } found) return PaymentErrors.UnknownProvider;
        if (amount.Minor <= 0 || !Currencies.IsSold(amount.Currency)) return PaymentErrors.BadAmount;
        return found.Offer(amount) is null ? PaymentErrors.CurrencyNotOffered : null;
    }

    private async Task BeginAtProvider()
    {
        if (State.Last is { Status: PaymentStatus.Created } attempt && State is { Cancelling: false, Status: PaymentStatus.Created })
            await Call(attempt, "begin", "answer", null, (p, a, c) => p.Begin(a, c));
    }

    private async Task CancelAtProvider()
    {
        if (State.Attempts.FirstOrDefault(a => a.IsOpen) is { } attempt) await Call(attempt, "cancel", "answer", null, (p, a, c) => p.Cancel(a, c));
    }

    private async Task RefundAtProvider(string refundId)
    {
        if (State.Refunds.FirstOrDefault(r => r.Id == refundId) is not { Status: RefundStatus.Pending } refund || State.Attempt(refund.Attempt) is not { } attempt) return;
        // One that was made there is only asked for.
        if (refund.ByProvider) { await Call(attempt, "ask", "question", null, (p, a, c) => p.Ask(a, c)); return; }
        var asked = new ProviderRefund(refund.Id, refund.Amount, refund.Reference, refund.At, refund.KeyNumber);
        await Call(attempt, $"refund/{refund.Id}", "answer", refund, (p, a, c) => p.Refund(a, asked, c));
    }

    /// <summary>Calls the provider and hears its answer. False: the answer is not known; the question stays open.</summary>
    private async Task<bool> Call(AttemptState attempt, string what, string source, RefundState? refund, Func<IPaymentProvider, ProviderAttempt, CancellationToken, Task<ProviderAnswer>> call)
    {
        if (providers.Find(attempt.Provider) is not { } provider) { LogGone(log, attempt.Provider); return false; }
        ProviderAnswer answer;
        using var patience = new CancellationTokenSource(PaymentProviders.Patience, time);
        try
        {
            // Providers are the platform's business, whoever pressed the button.
            using var platform = ActorContext.As(Actor.System(Id.Tenant));
            answer = await call(provider, new(Id, attempt.Number, State.OrderId, State.BuyerId, State.Amount, State.Description, State.ReturnUrl,
                attempt.Reference, attempt.ChargeReference, attempt.At, attempt.KeyNumber), patience.Token);
        }
        catch (Exception e)
        {
            // Whatever it was, the provider may have done what it was asked.
            LogNoAnswer(log, attempt.Provider, what.Split('/')[0], e);
            return false;
        }
        if (answer.KeySpent) await Execute(s => Payment.SpendKey(s, attempt.Number, refund?.Id, refund?.KeyNumber ?? attempt.KeyNumber));
        if (answer.Facts is not { } facts) return false;
        return (await Hear(new($"{source}/{what}/{attempt.Number}", what.Split('/')[0], source, attempt.Number, null, facts))).IsOk;
    }

    private async Task<Result<Receipt>> Hear(ProviderNotice notice)
    {
        if (notice.EventId is not { Length: >= 1 and <= 200 }) return PaymentErrors.BadWebhook;
        var before = PaymentReading.Heard(await Store.LoadRecord(PaymentState.HeardRecord, Key, notice.EventId));
        return await Execute(s => PaymentFacts.Learn(s, notice, before, time.GetUtcNow()));
    }

    private Result<PaymentView> View() => PaymentReading.View(Id.PaymentId, State, Version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The payment provider {Provider} gave no answer to '{Call}'; it is asked again")]
    private static partial void LogNoAnswer(ILogger log, string provider, string call, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "A payment waits for the provider {Provider}, which is not set up any more")]
    private static partial void LogGone(ILogger log, string provider);
}
