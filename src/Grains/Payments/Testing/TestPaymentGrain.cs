using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Payments.Testing;

/// <summary>Key <c>tenant/reference</c>. The servers of the test provider: what was decided is stored, then told by webhook. Deliveries run beside its turns
/// (the payment may be asking it at the same moment) and go on after a restart as soon as anybody asks. State: one document, under 20 KB.</summary>
[GrainType("test-payment")]
internal sealed class TestPaymentGrain(IAggregateStore store, TestPaymentProvider provider, IOptions<PaymentOptions> options, TimeProvider time) : AggregateGrain<TestPaymentState>(store), ITestPaymentGrain
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private IGrainTimer? _timer;
    private bool _delivering;

    private string Tenant => Key.Split('/')[0];
    private string Reference => Key.Split('/')[1];
    private bool MaySee => options.Value.Test.Enabled && State.Status != PaymentStatus.None && (Actor.UserId == State.BuyerId || Actor.May(Permission.ManageSales));

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        Schedule();
    }

    public async Task<Result<TestPaymentView>> Begin(BeginTestPayment command) => Seen(await Execute(s => TestPayment.Begin(s, command)));

    public async Task<Result<TestPaymentView>> Cancel() => Seen(await Execute(s => TestPayment.Cancel(TestPayment.Settled(s, Reference, time.GetUtcNow()), Reference, time.GetUtcNow())));

    public async Task<Result<TestPaymentView>> Refund(RefundTestPayment command) => Seen(await Execute(s => TestPayment.Refund(s, command, Reference, time.GetUtcNow())));

    public async Task<Result<TestPaymentView>> Act(ActOnTestPayment command)
    {
        if (!MaySee) return TestPayment.NotFound;
        return Seen(await Execute(s => TestPayment.Act(s, command.Action, Reference, time.GetUtcNow())));
    }

    public Task<AttemptFacts?> GetFacts() => Task.FromResult(State.Status == PaymentStatus.None ? null : TestPayment.Settled(State, Reference, time.GetUtcNow()).Facts(Reference));

    public Task<Result<TestPaymentView>> Get() => Task.FromResult<Result<TestPaymentView>>(MaySee ? View() : TestPayment.NotFound);

    private Result<TestPaymentView> Seen(Result<Receipt> result)
    {
        Schedule();
        return result.Error is { } error ? error : View();
    }

    private TestPaymentView View()
    {
        var s = TestPayment.Settled(State, Reference, time.GetUtcNow());
        return new(Reference, s.PaymentId, s.Attempt, s.OrderId, s.Amount, s.Description, s.ReturnUrl, s.Status, s.FailureCode, s.AsksConfirmation, s.SettlesAt, s.HoldsWebhooks, s.HoldsRefunds,
            s.Refunds, s.Disputes, [.. s.Webhooks.Select(w => new TestWebhookView(w.Id, w.Kind, w.At, w.Delivered))], TestPayment.Can(s), Version);
    }

    private void Schedule()
    {
        if (State.Queue.Length > 0) Schedule(TimeSpan.Zero);
        else if (State.SettlesAt is { } at) Schedule(at > time.GetUtcNow() ? at - time.GetUtcNow() : TimeSpan.Zero);
    }

    private void Schedule(TimeSpan due)
    {
        if (_timer is null) _timer = this.RegisterGrainTimer(Deliver, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        else _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private async Task Deliver(CancellationToken cancellation)
    {
        if (_delivering) return;
        _delivering = true;
        using var _ = ActorContext.As(Actor.System(Tenant));
        try
        {
            if (State is { Status: PaymentStatus.Processing, SettlesAt: { } at } && at <= time.GetUtcNow())
                await Execute(s => TestPayment.Settled(s, Reference, time.GetUtcNow()) is var next && ReferenceEquals(next, s) ? Decision<TestPaymentState>.NoChange(s) : Decision<TestPaymentState>.Of(next));
            while (State.Queue.Length > 0 && !cancellation.IsCancellationRequested)
            {
                var id = State.Queue[0];
                var (body, signature) = await provider.Write(new(Tenant, State.PaymentId), State.Attempt, State.Webhooks.First(w => w.Id == id));
                var told = await GrainFactory.Queries<IPaymentProvidersGrain>(Tenant).Receive(TestPaymentProvider.Name, body, signature);
                if (told.Error is { Kind: ErrorKind.Unavailable } || !(await Execute(s => TestPayment.Delivered(s, id))).IsOk) break;
            }
        }
        finally
        {
            _delivering = false;
            if (State.Queue.Length > 0) Schedule(RetryAfter);
            else Schedule();
        }
    }
}
