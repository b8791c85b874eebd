using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Payments;

/// <summary>The built-in test provider's side of one attempt: what at a real one happens on its servers. Key <c>tenant/reference</c>, the reference being
/// <c>{payment}-{attempt}</c>. Off unless <c>Hub:Payments:Test:Enabled</c>.</summary>
public interface ITestPaymentGrain : IGrainWithStringKey
{
    [Requires(Permission.System), Alias("Begin")] Task<Result<TestPaymentView>> Begin(BeginTestPayment command);

    /// <summary>Takes it back while nothing was decided; else answers with what it is.</summary>
    [Requires(Permission.System), Alias("Cancel")] Task<Result<TestPaymentView>> Cancel();

    [Requires(Permission.System), Alias("Refund")] Task<Result<TestPaymentView>> Refund(RefundTestPayment command);

    /// <summary>What it would answer when asked.</summary>
    [Requires(Permission.System), ReadOnly, AlwaysInterleave, Alias("Facts")] Task<AttemptFacts?> GetFacts();

    /// <summary>A press of a button of its page, by the buyer or an admin. Errors: <c>test_payments.not_found</c>, <c>test_payments.not_now</c>, <c>test_payments.full</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Act")] Task<Result<TestPaymentView>> Act(ActOnTestPayment command);

    /// <summary>For the buyer and admins.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("Get")] Task<Result<TestPaymentView>> Get();
}
