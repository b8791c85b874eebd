using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Tests.Payments;

/// <summary>Payments by Stripe, against a local server that speaks its documented API.</summary>
[Collection("stripe")]
public sealed class StripeTests(StripeHub hub)
{
    private StripeStub Stripe => hub.Stripe;

    [Fact]
    public async Task A_buyer_is_sent_to_Stripes_page_and_the_signed_event_captures()
    {
        var paying = hub.NewTenant();
        var (id, session) = await Begin(paying);
        var view = await paying.Get(id);
        view.Status.ShouldBe(PaymentStatus.NeedsAction);
        view.IsTest.ShouldBeFalse();
        view.ActionUrl.ShouldBe($"https://checkout.stripe.com/c/pay/{session}");

        var events = Heard(() => Stripe.Pay(session));
        foreach (var e in events) (await hub.Deliver(paying, e)).ShouldBeOk().Known.ShouldBeTrue();
        (await paying.Get(id)).Status.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task In_every_order_and_repeated_the_events_capture_once()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var dice = new Random(seed);
            var paying = hub.NewTenant();
            var (id, session) = await Begin(paying);
            var events = Heard(() => { Stripe.Decline(session); Stripe.Pay(session, delayed: true); Stripe.Settle(session, well: true); Stripe.RefundByHand(session, 450); Stripe.Dispute(session, "needs_response"); Stripe.Dispute(session, "won"); });
            var delivery = events.Concat(events).Concat(events).OrderBy(_ => dice.Next()).ToList();
            await Task.WhenAll(delivery.Select(e => hub.Deliver(paying, e)));
            var seen = await paying.Get(id);
            seen.Status.ShouldBe(PaymentStatus.Captured, $"seed {seed}");
            seen.Refunded.Minor.ShouldBe(450, $"seed {seed}");
            seen.Dispute.ShouldBe(DisputeStatus.Won, $"seed {seed}");
            seen.Attention.ShouldBeNull();
            using var _ = paying.AsAdmin();
            (await paying.Grain(id).GetHistory()).ShouldBeOk().Events.Where(e => e.Source == "webhook").Sum(e => e.Times).ShouldBe(delivery.Count);
        }
    }

    [Theory]
    [InlineData("CutBefore")]
    [InlineData("CutAfter")]
    [InlineData("TooMany")]
    [InlineData("InUse")]
    public async Task A_call_without_an_answer_is_made_again_under_the_same_key_and_there_is_one_session(string fault)
    {
        var paying = hub.NewTenant();
        var before = Stripe.Sessions;
        Stripe.Requests.Clear();
        Stripe.Faults.Enqueue(Enum.Parse<Fault>(fault));
        var view = await paying.Begin(Paying.NewId());
        view.Status.ShouldBe(PaymentStatus.NeedsAction);
        (Stripe.Sessions - before).ShouldBe(1);
        // A sweep that asks for something meanwhile has no key.
        var keys = Stripe.Requests.Where(r => r.Key is not null).Select(r => r.Key).ToList();
        keys.Count.ShouldBe(2);
        keys.Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("FailBefore", 1)]
    [InlineData("FailAfter", 1)]
    public async Task A_500_that_is_replayed_for_ever_is_asked_about_and_healed_by_the_sweep(string fault, int sessions)
    {
        var paying = hub.NewTenant();
        var id = Paying.NewId();
        var before = Stripe.Sessions;
        Stripe.Faults.Enqueue(Enum.Parse<Fault>(fault));
        (await paying.Begin(id)).Status.ShouldBe(PaymentStatus.Created);
        await hub.Reconcile();
        var healed = await paying.Until(id, p => p.Status == PaymentStatus.NeedsAction);
        healed.ActionUrl.ShouldNotBeNull();
        (Stripe.Sessions - before).ShouldBe(sessions);
    }

    [Fact]
    public async Task Webhooks_that_never_come_are_asked_for()
    {
        var paying = hub.NewTenant();
        var (id, session) = await Begin(paying);
        Stripe.Pay(session);
        await hub.Reconcile(TimeSpan.FromMinutes(2));
        await paying.Until(id, p => p.Status == PaymentStatus.Captured);
    }

    [Fact]
    public async Task A_buyer_who_comes_back_before_the_webhook_sees_that_it_is_paid()
    {
        var paying = hub.NewTenant();
        var (id, session) = await Begin(paying);
        var events = Heard(() => Stripe.Pay(session));
        using (paying.AsBuyer()) (await paying.Grain(id).Confirm(new())).ShouldBeOk().Status.ShouldBe(PaymentStatus.Captured);
        foreach (var e in events) (await hub.Deliver(paying, e)).ShouldBeOk();
        (await paying.Get(id)).Status.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task Confirmations_and_webhooks_at_the_same_moment_capture_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var paying = hub.NewTenant();
            var (id, session) = await Begin(paying);
            var events = Heard(() => Stripe.Pay(session));
            await Task.WhenAll([.. events.Concat(events).Select(async e => { await hub.Deliver(paying, e); }), .. Enumerable.Range(0, 3).Select(async _ =>
            {
                using var buyer = paying.AsBuyer();
                (await paying.Grain(id).Confirm(new())).ShouldBeOk();
            })]);
            using var admin = paying.AsAdmin();
            (await paying.Grain(id).GetHistory()).ShouldBeOk().Events.Count(e => e.Effect.Contains("payment.captured")).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Closing_expires_the_session_and_loses_to_a_payment_that_was_faster()
    {
        var paying = hub.NewTenant();
        var (id, _) = await Begin(paying);
        using (paying.AsPlatform()) (await paying.Grain(id).Cancel(new())).ShouldBeOk().Status.ShouldBe(PaymentStatus.Cancelled);

        var (late, session) = await Begin(paying);
        Stripe.Pay(session);
        using (paying.AsPlatform()) (await paying.Grain(late).Cancel(new())).Error!.Code.ShouldBe("payments.captured");
        (await paying.Get(late)).Status.ShouldBe(PaymentStatus.Captured);

        var (debit, slow) = await Begin(paying);
        Stripe.Pay(slow, delayed: true);
        using (paying.AsPlatform()) (await paying.Grain(debit).Cancel(new())).Error!.Code.ShouldBe("payments.processing");
    }

    [Fact]
    public async Task A_session_that_ran_out_and_a_debit_that_bounced_are_failures_to_try_again()
    {
        var paying = hub.NewTenant();
        var (id, session) = await Begin(paying);
        foreach (var e in Heard(() => Stripe.RunOut(session))) (await hub.Deliver(paying, e)).ShouldBeOk();
        var failed = await paying.Get(id);
        (failed.Status, failed.FailureCode, failed.CanRetry).ShouldBe((PaymentStatus.Failed, "expired", true));
        using (paying.AsBuyer()) (await paying.Grain(id).Retry(new(null))).ShouldBeOk().Status.ShouldBe(PaymentStatus.NeedsAction);
        var second = Stripe.LastSession;
        foreach (var e in Heard(() => { Stripe.Pay(second, delayed: true); Stripe.Settle(second, well: false); })) (await hub.Deliver(paying, e)).ShouldBeOk();
        (await paying.Get(id)).Status.ShouldBe(PaymentStatus.Failed);
    }

    [Theory]
    [InlineData("None")]
    [InlineData("CutAfter")]
    [InlineData("FailAfter")]
    [InlineData("FailBefore")]
    public async Task A_refund_happens_once_whatever_became_of_the_answer(string fault)
    {
        var paying = hub.NewTenant();
        var id = await Paid(paying);
        var before = Stripe.Refunds;
        if (fault != "None") Stripe.Faults.Enqueue(Enum.Parse<Fault>(fault));
        (await paying.Refund(id, "r1", 1_000)).ShouldBeOk();
        for (var round = 0; round < 2 && (await paying.Get(id)).Refunded.Minor == 0; round++) await hub.Reconcile();
        (await paying.Until(id, p => p.Refunded.Minor == 1_000)).RefundPending.Minor.ShouldBe(0);
        (await paying.Refund(id, "r1", 1_000)).ShouldBeOk();
        (Stripe.Refunds - before).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_refunds_at_once_no_more_goes_back_than_was_paid()
    {
        var paying = hub.NewTenant();
        var id = await Paid(paying);
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => paying.Refund(id, $"r{n}", 1_000)));
        results.Count(r => r.IsOk).ShouldBe(4);
        results.Where(r => !r.IsOk).ShouldAllBe(r => r.Error!.Code == "payments.refund_too_much");
        (await paying.Get(id)).Refunded.Minor.ShouldBe(4_000);
    }

    [Fact]
    public async Task A_refund_that_waits_and_then_bounces_is_told_back()
    {
        var paying = hub.NewTenant();
        var id = await Paid(paying);
        Stripe.RefundsWait = true;
        try { (await paying.Refund(id, "r1", 2_000)).ShouldBeOk().RefundPending.Minor.ShouldBe(2_000); }
        finally { Stripe.RefundsWait = false; }
        foreach (var e in Heard(() => Stripe.SettleRefunds("succeeded"))) await hub.Deliver(paying, e);
        (await paying.Get(id)).Refunded.Minor.ShouldBe(2_000);
    }

    [Fact]
    public async Task What_people_do_at_the_dashboard_is_heard_too()
    {
        var paying = hub.NewTenant();
        var id = await Paid(paying);
        var session = Stripe.LastSession;
        foreach (var e in Heard(() => Stripe.RefundByHand(session, 950))) (await hub.Deliver(paying, e)).ShouldBeOk().Known.ShouldBeTrue();
        var refund = (await paying.Get(id)).Refunds.ShouldHaveSingleItem();
        (refund.ByProvider, refund.Amount.Minor).ShouldBe((true, 950L));
        refund.RefundId.ShouldStartWith("ext-");
        // Then nothing but what is left.
        (await paying.Refund(id, "r1", 4_001)).Error!.Code.ShouldBe("payments.refund_too_much");
    }

    [Fact]
    public async Task Strangers_old_letters_and_other_shops_change_nothing()
    {
        var paying = hub.NewTenant();
        var (id, session) = await Begin(paying);
        var e = Heard(() => Stripe.Pay(session))[^1];
        (await hub.Deliver(paying, e, secret: "whsec_guess")).Error!.Code.ShouldBe("payments.bad_signature");
        (await hub.Deliver(paying, e, at: hub.Clock.GetUtcNow().AddMinutes(-6))).Error!.Code.ShouldBe("payments.bad_signature");
        (await hub.Deliver(paying, new JsonObject { ["id"] = "evt_x" })).Error!.Code.ShouldBe("payments.bad_webhook");
        (await hub.Deliver(paying, Foreign())).ShouldBeOk().Known.ShouldBeFalse();
        (await paying.Get(id)).Status.ShouldBe(PaymentStatus.NeedsAction);
        // The second secret, of a rotation, fits as well.
        (await hub.Deliver(paying, e, secret: "whsec_next")).ShouldBeOk();
        (await paying.Get(id)).Status.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task Amounts_that_Stripe_cannot_take_exactly_are_not_offered()
    {
        var paying = hub.NewTenant();
        using var _ = paying.AsPlatform();
        var id = Paying.NewId();
        (await paying.Grain(id).Begin(Paying.Form(id, new(5_124, "KWD"), "stripe"))).Error!.Code.ShouldBe("payments.currency_not_offered");
        (await paying.Grain(id).Begin(Paying.Form(id, new(5_120, "KWD"), "stripe"))).ShouldBeOk().Status.ShouldBe(PaymentStatus.NeedsAction);
        var yen = Paying.NewId();
        (await paying.Grain(yen).Begin(Paying.Form(yen, new(500, "JPY"), "stripe"))).ShouldBeOk();
        Heard(() => Stripe.Pay(Stripe.LastSession)).Last()["data"]!["object"]!["amount_total"]!.GetValue<long>().ShouldBe(500);
    }

    [Fact]
    public async Task A_definite_no_fails_the_attempt_and_says_why()
    {
        var paying = hub.NewTenant();
        using var _ = paying.AsPlatform();
        var id = Paying.NewId();
        var refused = (await paying.Grain(id).Begin(Paying.Form(id, new(49, "EUR"), "stripe"))).ShouldBeOk();
        (refused.Status, refused.FailureCode).ShouldBe((PaymentStatus.Failed, "amount_too_small"));
    }

    private async Task<(string Id, string Session)> Begin(Paying paying)
    {
        var id = Paying.NewId();
        (await paying.Begin(id)).Status.ShouldBe(PaymentStatus.NeedsAction);
        return (id, Stripe.LastSession);
    }

    private async Task<string> Paid(Paying paying)
    {
        var (id, session) = await Begin(paying);
        foreach (var e in Heard(() => Stripe.Pay(session))) (await hub.Deliver(paying, e)).ShouldBeOk();
        return id;
    }

    /// <summary>The events of what is done.</summary>
    private List<JsonObject> Heard(Action happens)
    {
        var before = Stripe.Events.Count;
        happens();
        return [.. Stripe.Events.Skip(before)];
    }

    private static JsonObject Foreign() => new()
    {
        ["id"] = "evt_foreign", ["type"] = "checkout.session.completed", ["created"] = 1,
        ["data"] = new JsonObject { ["object"] = new JsonObject { ["id"] = "cs_other", ["status"] = "complete", ["payment_status"] = "paid", ["amount_total"] = 1, ["currency"] = "eur", ["metadata"] = new JsonObject { ["shop"] = "another" } } },
    };
}
