using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Payments;

namespace LearningHub.Domain.Tests.Payments;

/// <summary>A payment without a database: state, its records, and every event that was told.</summary>
internal sealed class PaymentLab
{
    public static readonly Money Price = new(10_000, "EUR");
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, HeardEvent> _heard = [];

    public PaymentState State { get; private set; } = PaymentState.Empty;
    public List<DomainEvent> Events { get; } = [];
    public IReadOnlyDictionary<string, HeardEvent> Heard => _heard;

    public static BeginPayment Form => new("o1", "buyer", Price, "test", "2 courses", "/orders/o1");

    public static PaymentLab Begun()
    {
        var lab = new PaymentLab();
        lab.Do(s => Payment.Begin(s, Form, Noon)).ShouldBeNull();
        return lab;
    }

    public static PaymentLab Paid()
    {
        var lab = Begun();
        lab.Learn(Captured()).ShouldBeNull();
        return lab;
    }

    /// <summary>The error, or null.</summary>
    public Error? Do(Func<PaymentState, Decision<PaymentState>> decide)
    {
        var decision = decide(State);
        if (decision.Error is { } error) return error;
        Events.AddRange(decision.Events);
        foreach (var record in decision.Records) _heard[record.Id] = JsonSerializer.Deserialize<HeardEvent>(record.Json!, HubJson.Options)!;
        // As the store does: what is not written is lost.
        State = JsonSerializer.Deserialize<PaymentState>(JsonSerializer.Serialize(decision.State!, HubJson.Options), HubJson.Options)!;
        return null;
    }

    public Error? Learn(ProviderNotice notice) => Do(s => PaymentFacts.Learn(s, notice, _heard.GetValueOrDefault(notice.EventId), Noon));
    public Error? Refund(string id, long minor) => Do(s => Payment.Refund(s, new(id, new(minor, "EUR")), Noon));
    public Error? Cancel() => Do(s => Payment.Cancel(s, Noon));
    public Error? Retry() => Do(s => Payment.Retry(s, "test", Noon));

    public static ProviderNotice Notice(string id, AttemptFacts facts, int attempt = 1) => new(id, id, "webhook", attempt, null, facts);
    public static ProviderNotice Status(PaymentStatus status, int attempt = 1, string? code = null) =>
        Notice($"{status}-{attempt}", new() { Status = status, FailureCode = code, Reference = $"ref-{attempt}", ActionUrl = status == PaymentStatus.NeedsAction ? "/go" : null }, attempt);
    public static ProviderNotice Captured(int attempt = 1, long minor = 10_000) =>
        Notice($"captured-{attempt}", new() { Status = PaymentStatus.Captured, Captured = new(minor, "EUR"), Reference = $"ref-{attempt}", ChargeReference = $"pi-{attempt}" }, attempt);
    public static ProviderNotice Refunded(string reference, long minor, RefundStatus status = RefundStatus.Refunded, string? ours = null, int attempt = 1) =>
        Notice($"refund-{reference}-{status}", new() { Refunds = [new(reference, ours, new(minor, "EUR"), status)] }, attempt);
    public static ProviderNotice Disputed(DisputeStatus status, string reference = "d1", long minor = 10_000) =>
        Notice($"dispute-{reference}-{status}", new() { Disputes = [new(reference, new(minor, "EUR"), status)] });

    /// <summary>What the ledger books, as text, in the order of telling.</summary>
    public IEnumerable<string> Ledger => Events.Where(e => e is PaymentCaptured or PaymentRefunded or PaymentRefundReversed or PaymentDisputed or PaymentDisputeClosed or PaymentSurplusCaptured or PaymentSurplusReturned)
        .Select(e => e.ToString()!);

    /// <summary>What is left at the end of the ledger.</summary>
    public long Balance => Events.Sum(e => e switch
    {
        PaymentCaptured c => c.Amount.Minor, PaymentRefunded r => -r.Amount.Minor, PaymentRefundReversed r => r.Amount.Minor, PaymentDisputed d => -d.Amount.Minor,
        PaymentDisputeClosed { Won: true } d => d.Amount.Minor, PaymentSurplusCaptured s => s.Amount.Minor, PaymentSurplusReturned s => -s.Amount.Minor, _ => 0,
    });

    public static IEnumerable<T[]> Orders<T>(IReadOnlyList<T> items)
    {
        if (items.Count == 0) { yield return []; yield break; }
        for (var i = 0; i < items.Count; i++)
            foreach (var rest in Orders([.. items.Take(i), .. items.Skip(i + 1)])) yield return [items[i], .. rest];
    }
}
