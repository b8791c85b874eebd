using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Payments;

namespace LearningHub.Domain.Tests.Payments;

public sealed class PaymentTests
{
    [Fact]
    public void A_payment_begins_once_whatever_is_asked_again()
    {
        var lab = PaymentLab.Begun();
        lab.Do(s => Payment.Begin(s, PaymentLab.Form, PaymentLab.Noon)).ShouldBeNull();
        lab.Events.OfType<PaymentBegun>().Count().ShouldBe(1);
        lab.Do(s => Payment.Begin(s, PaymentLab.Form with { Amount = new(9_999, "EUR") }, PaymentLab.Noon))!.Code.ShouldBe("payments.begun_otherwise");
        lab.Do(s => Payment.Begin(s, PaymentLab.Form with { BuyerId = "thief" }, PaymentLab.Noon))!.Code.ShouldBe("payments.begun_otherwise");
    }

    [Theory]
    [InlineData("o1", 0, "EUR", "text", "/o", "payments.bad_amount")]
    [InlineData("o1", -5, "EUR", "text", "/o", "payments.bad_amount")]
    [InlineData("o1", 5, "XXX", "text", "/o", "payments.bad_amount")]
    [InlineData("o1", 5, "eur", "text", "/o", "payments.bad_amount")]
    [InlineData("O1", 5, "EUR", "text", "/o", "payments.bad_input")]
    [InlineData("o/1", 5, "EUR", "text", "/o", "payments.bad_input")]
    [InlineData("o1", 5, "EUR", "", "/o", "payments.bad_input")]
    [InlineData("o1", 5, "EUR", "a\u0000b", "/o", "payments.bad_input")]
    [InlineData("o1", 5, "EUR", "text", "https://evil.test", "payments.bad_input")]
    [InlineData("o1", 5, "EUR", "text", "//evil.test", "payments.bad_input")]
    [InlineData("o1", 5, "EUR", "text", "/\\evil.test", "payments.bad_input")]
    [InlineData("o1", 5, "EUR", "text", "/a\r\nb", "payments.bad_input")]
    public void What_cannot_be_paid_is_refused(string order, long minor, string currency, string description, string url, string code) =>
        Payment.Begin(PaymentState.Empty, new(order, "buyer", new(minor, currency), "test", description, url), PaymentLab.Noon).Error!.Code.ShouldBe(code);

    [Fact]
    public void A_new_attempt_needs_the_one_before_to_be_over()
    {
        var lab = PaymentLab.Begun();
        foreach (var status in (PaymentStatus[])[PaymentStatus.Created, PaymentStatus.NeedsAction, PaymentStatus.Processing])
        {
            if (status != PaymentStatus.Created) lab.Learn(PaymentLab.Status(status));
            lab.Retry().ShouldBeNull();
            lab.State.Attempts.Length.ShouldBe(1);
        }
        lab.Learn(PaymentLab.Status(PaymentStatus.Failed));
        lab.Retry().ShouldBeNull();
        lab.State.Attempts.Length.ShouldBe(2);
        lab.State.Status.ShouldBe(PaymentStatus.Created);
        lab.Learn(PaymentLab.Captured(2));
        lab.Retry()!.Code.ShouldBe("payments.captured");
    }

    [Fact]
    public void Attempts_are_bounded()
    {
        var lab = PaymentLab.Begun();
        for (var n = 1; n <= Payment.MaxAttempts; n++)
        {
            lab.Learn(PaymentLab.Status(PaymentStatus.Failed, n)).ShouldBeNull();
            if (n < Payment.MaxAttempts) lab.Retry().ShouldBeNull();
        }
        lab.Retry()!.Code.ShouldBe("payments.too_many_attempts");
    }

    [Fact]
    public void Closing_waits_for_the_provider_and_loses_to_money()
    {
        var lab = PaymentLab.Begun();
        lab.Learn(PaymentLab.Status(PaymentStatus.NeedsAction));
        lab.Cancel().ShouldBeNull();
        lab.State.Status.ShouldBe(PaymentStatus.NeedsAction);
        lab.State.AskAt.ShouldNotBeNull();
        lab.Retry()!.Code.ShouldBe("payments.cancelled");
        lab.Learn(PaymentLab.Status(PaymentStatus.Cancelled)).ShouldBeNull();
        lab.State.Status.ShouldBe(PaymentStatus.Cancelled);
        lab.Events[^1].ShouldBeOfType<PaymentCancelled>();
        // Against all promises: money that came is told.
        lab.Learn(PaymentLab.Captured()).ShouldBeNull();
        lab.State.Status.ShouldBe(PaymentStatus.Captured);
        lab.Events[^1].ShouldBeOfType<PaymentCaptured>();
    }

    [Fact]
    public void What_was_closed_before_it_began_cannot_begin()
    {
        var lab = new PaymentLab();
        lab.Cancel().ShouldBeNull();
        lab.Do(s => Payment.Begin(s, PaymentLab.Form, PaymentLab.Noon))!.Code.ShouldBe("payments.cancelled");
    }

    [Fact]
    public void Refunds_are_the_same_by_their_id_and_bounded_by_what_is_left()
    {
        var lab = PaymentLab.Begun();
        lab.Refund("r1", 1)!.Code.ShouldBe("payments.not_captured");
        lab.Learn(PaymentLab.Captured());
        lab.Refund("r1", 6_000).ShouldBeNull();
        lab.Refund("r1", 6_000).ShouldBeNull();
        lab.Refund("r1", 5_000)!.Code.ShouldBe("payments.refund_differs");
        // Reserved already, though the provider has not spoken.
        lab.Refund("r2", 4_001)!.Code.ShouldBe("payments.refund_too_much");
        lab.Refund("r2", 4_000).ShouldBeNull();
        lab.Refund("r3", 1)!.Code.ShouldBe("payments.refund_too_much");
        lab.Learn(PaymentLab.Refunded("re-1", 6_000, RefundStatus.Failed, "r1")).ShouldBeNull();
        lab.Refund("r3", 6_000).ShouldBeNull();
        lab.Refund("ext-1", 1)!.Code.ShouldBe("payments.bad_input");
        lab.Refund("r4", 0)!.Code.ShouldBe("payments.bad_amount");
        lab.Do(s => Payment.Refund(s, new("r4", new(1, "USD")), PaymentLab.Noon))!.Code.ShouldBe("payments.bad_amount");
    }

    [Fact]
    public void What_a_dispute_took_cannot_be_refunded_too()
    {
        var lab = PaymentLab.Paid();
        lab.Learn(PaymentLab.Disputed(DisputeStatus.Open, minor: 7_000));
        lab.Refund("r1", 3_001)!.Code.ShouldBe("payments.disputed");
        lab.Refund("r1", 3_000).ShouldBeNull();
        lab.Learn(PaymentLab.Disputed(DisputeStatus.Won, minor: 7_000));
        lab.Refund("r2", 7_000).ShouldBeNull();
    }

    [Fact]
    public void Whatever_is_asked_at_random_refunds_never_exceed_the_capture()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var dice = new Random(seed);
            var lab = PaymentLab.Paid();
            for (var step = 0; step < 30; step++)
            {
                var id = $"r{dice.Next(12)}";
                var known = lab.State.Refunds.FirstOrDefault(r => r.Id == id);
                if (dice.Next(2) == 0 || known is null) lab.Refund(id, dice.Next(1, 6_000));
                else lab.Learn(PaymentLab.Refunded($"re-{id}", known.Amount.Minor, (RefundStatus)dice.Next(3), id)).ShouldBeNull();
                var spoken = lab.State.Refunds.Where(r => r.Status != RefundStatus.Failed).Sum(r => r.Amount.Minor);
                spoken.ShouldBeLessThanOrEqualTo(PaymentLab.Price.Minor, $"seed {seed}, step {step}");
                lab.Balance.ShouldBe(PaymentLab.Price.Minor - lab.State.Refunded.Minor, $"seed {seed}, step {step}");
            }
        }
    }

    [Fact]
    public void A_question_is_due_for_what_is_open_and_never_for_what_is_settled()
    {
        var lab = PaymentLab.Begun();
        lab.State.AskAt.ShouldBe(PaymentLab.Noon.ToUnixTimeSeconds() + 15);
        lab.Do(s => Payment.AskLater(s, PaymentLab.Noon));
        lab.State.AskAt.ShouldBe(PaymentLab.Noon.ToUnixTimeSeconds() + 30);
        lab.Learn(PaymentLab.Captured());
        lab.State.AskAt.ShouldBeNull();
        lab.Refund("r1", 100);
        lab.State.AskAt.ShouldBe(PaymentLab.Noon.ToUnixTimeSeconds() + 15);
        lab.Learn(PaymentLab.Refunded("re-1", 100, RefundStatus.Refunded, "r1"));
        lab.State.AskAt.ShouldBeNull();
    }
}
