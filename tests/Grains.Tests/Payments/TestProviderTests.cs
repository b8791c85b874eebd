using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Tests.Payments;

[Collection("payments")]
public sealed class TestProviderTests(PaymentsHub hub)
{
    [Fact]
    public async Task A_payment_that_is_approved_is_captured_by_webhook()
    {
        var paying = hub.NewTenant();
        var id = Paying.NewId();
        var begun = await paying.Begin(id);
        begun.Status.ShouldBe(PaymentStatus.NeedsAction);
        begun.IsTest.ShouldBeTrue();
        begun.ActionUrl.ShouldBe($"/test-payments/{id}-1");

        await paying.Press(id, TestPaymentAction.Approve);
        var paid = await paying.Until(id, p => p.Status == PaymentStatus.Captured);
        paid.CapturedAt.ShouldNotBeNull();
        paid.ActionUrl.ShouldBeNull();
        (await hub.Events(paying, id)).ShouldBe(["payment.begun", "payment.action_needed", "payment.captured"]);
    }

    [Fact]
    public async Task After_a_decline_the_buyer_may_try_again_and_pays_once()
    {
        var paying = hub.NewTenant();
        var id = Paying.NewId();
        await paying.Begin(id);
        await paying.Press(id, TestPaymentAction.Decline);
        var failed = await paying.Until(id, p => p.Status == PaymentStatus.Failed);
        failed.FailureCode.ShouldBe("declined");
        failed.CanRetry.ShouldBeTrue();

        using (paying.AsBuyer())
        {
            var again = (await paying.Grain(id).Retry(new(null))).ShouldBeOk();
            again.Attempt.ShouldBe(2);
            again.ActionUrl.ShouldBe($"/test-payments/{id}-2");
            // A second press finds the open attempt.
            (await paying.Grain(id).Retry(new(null))).ShouldBeOk().Attempt.ShouldBe(2);
        }
        await paying.Press(id, TestPaymentAction.AskConfirmation, attempt: 2);
        await paying.Press(id, TestPaymentAction.Confirm, attempt: 2);
        await paying.Until(id, p => p.Status == PaymentStatus.Captured);
        (await hub.Events(paying, id)).ShouldBe(["payment.begun", "payment.action_needed", "payment.failed", "payment.retried", "payment.action_needed", "payment.captured"]);
    }

    [Fact]
    public async Task Webhooks_held_and_released_in_reverse_and_again_tell_everything_once()
    {
        var paying = hub.NewTenant();
        var id = Paying.NewId();
        await paying.Begin(id);
        await paying.Press(id, TestPaymentAction.HoldWebhooks);
        await paying.Press(id, TestPaymentAction.ApproveLater);
        await paying.Press(id, TestPaymentAction.SettleNow);
        await paying.Press(id, TestPaymentAction.RefundHalf);
        await paying.Press(id, TestPaymentAction.ReleaseReversed);
        var seen = await paying.Until(id, p => p.Refunded.Minor == 2475);
        seen.Status.ShouldBe(PaymentStatus.Captured);
        using (paying.AsBuyer())
            await Hosting.Wait.Until(async () => (await paying.Test(id).Get()).ShouldBeOk(), t => t.Webhooks.All(w => w.Delivered == 1));
        await paying.Press(id, TestPaymentAction.RepeatAll);
        using (paying.AsAdmin())
            await Hosting.Wait.Until(async () => (await paying.Grain(id).GetHistory()).ShouldBeOk().Events.Where(e => e.Source == "webhook").Min(e => e.Times), times => times >= 2);
        (await hub.Events(paying, id)).Where(e => e is "payment.captured" or "payment.refunded").ShouldBe(["payment.captured", "payment.refunded"]);
    }

    [Fact]
    public async Task A_dispute_takes_the_money_and_a_won_one_gives_it_back()
    {
        var paying = hub.NewTenant();
        var id = await paying.Paid();
        await paying.Press(id, TestPaymentAction.OpenDispute);
        await paying.Until(id, p => p.Dispute == DisputeStatus.Open);
        (await paying.Refund(id, "r1", 100)).Error!.Code.ShouldBe("payments.disputed");
        await paying.Press(id, TestPaymentAction.WinDispute);
        await paying.Until(id, p => p.Dispute == DisputeStatus.Won);
        (await paying.Refund(id, "r1", 100)).ShouldBeOk().Refunded.Minor.ShouldBe(100);
    }

    [Fact]
    public async Task Only_the_buyer_and_admins_see_a_payment_and_press_its_buttons()
    {
        var paying = hub.NewTenant();
        var id = Paying.NewId();
        await paying.Begin(id);
        using (Paying.As(paying.Tenant, "stranger", Roles.Student))
        {
            (await paying.Grain(id).Get()).Error!.Code.ShouldBe("payments.not_found");
            (await paying.Grain(id).Confirm(new())).Error!.Code.ShouldBe("payments.not_found");
            (await paying.Grain(id).Retry(new(null))).Error!.Code.ShouldBe("payments.not_found");
            (await paying.Test(id).Get()).Error!.Code.ShouldBe("test_payments.not_found");
            (await paying.Test(id).Act(new(TestPaymentAction.Approve))).Error!.Code.ShouldBe("test_payments.not_found");
            await Should.ThrowAsync<ActorDeniedException>(() => paying.Grain(id).Refund(new("r1", Paying.Price)));
            await Should.ThrowAsync<ActorDeniedException>(() => paying.Grain(id).GetHistory());
        }
        using (Paying.As("another", "buyer", Roles.Admin)) await Should.ThrowAsync<ActorDeniedException>(() => paying.Grain(id).Get());
        using (paying.AsBuyer()) (await paying.Grain(id).Get()).ShouldBeOk();
        using (paying.AsAdmin()) (await paying.Grain(id).GetHistory()).ShouldBeOk().Attempts.Length.ShouldBe(1);
    }
}
