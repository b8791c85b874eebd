using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Payments;

namespace LearningHub.Domain.Tests.Payments;

public sealed class PaymentFactsTests
{
    /// <summary>Stories as a provider tells them: each set of facts in all its orders.</summary>
    public static TheoryData<string, int> Stories => new()
    {
        { "paid", 4 }, { "paid after a decline was told", 4 }, { "paid and refunded in two parts", 6 }, { "refunded by the provider", 5 }, { "disputed and won", 6 }, { "disputed and lost after a refund", 6 },
        { "refund promised, made, bounced", 5 }, { "never paid", 3 },
    };

    private static ProviderNotice[] Story(string name) => name switch
    {
        "paid" => [PaymentLab.Status(PaymentStatus.NeedsAction), PaymentLab.Status(PaymentStatus.Processing), PaymentLab.Captured(), PaymentLab.Notice("succeeded", new() { Status = PaymentStatus.Captured, Captured = PaymentLab.Price, ChargeReference = "pi-1" })],
        "paid after a decline was told" => [PaymentLab.Status(PaymentStatus.NeedsAction), PaymentLab.Status(PaymentStatus.Failed, code: "declined"), PaymentLab.Captured(), PaymentLab.Status(PaymentStatus.Processing)],
        "paid and refunded in two parts" => [PaymentLab.Status(PaymentStatus.NeedsAction), PaymentLab.Captured(), PaymentLab.Refunded("re-1", 3_000, RefundStatus.Pending), PaymentLab.Refunded("re-1", 3_000), PaymentLab.Refunded("re-2", 7_000, RefundStatus.Pending), PaymentLab.Refunded("re-2", 7_000)],
        "refunded by the provider" => [PaymentLab.Status(PaymentStatus.NeedsAction), PaymentLab.Status(PaymentStatus.Processing), PaymentLab.Captured(), PaymentLab.Refunded("re-1", 10_000, RefundStatus.Pending), PaymentLab.Refunded("re-1", 10_000)],
        "disputed and won" => [PaymentLab.Status(PaymentStatus.NeedsAction), PaymentLab.Captured(), PaymentLab.Disputed(DisputeStatus.Open), PaymentLab.Notice("dispute-updated", PaymentLab.Disputed(DisputeStatus.Open).Facts), PaymentLab.Disputed(DisputeStatus.Won), PaymentLab.Notice("funds-reinstated", PaymentLab.Disputed(DisputeStatus.Won).Facts)],
        "disputed and lost after a refund" => [PaymentLab.Status(PaymentStatus.NeedsAction), PaymentLab.Captured(), PaymentLab.Refunded("re-1", 2_000), PaymentLab.Disputed(DisputeStatus.Open, minor: 8_000), PaymentLab.Disputed(DisputeStatus.Lost, minor: 8_000), PaymentLab.Status(PaymentStatus.Processing)],
        "refund promised, made, bounced" => [PaymentLab.Captured(), PaymentLab.Refunded("re-1", 4_000, RefundStatus.Pending), PaymentLab.Refunded("re-1", 4_000), PaymentLab.Refunded("re-1", 4_000, RefundStatus.Failed), PaymentLab.Status(PaymentStatus.NeedsAction)],
        _ => [PaymentLab.Status(PaymentStatus.NeedsAction), PaymentLab.Status(PaymentStatus.Processing), PaymentLab.Status(PaymentStatus.Failed)],
    };

    [Theory, MemberData(nameof(Stories))]
    public void What_lists_show_never_changes_without_anything_told(string name, int facts)
    {
        var story = Story(name);
        story.Length.ShouldBe(facts);
        foreach (var order in PaymentLab.Orders(story))
        {
            var lab = PaymentLab.Begun();
            foreach (var fact in order)
            {
                var (before, told) = (Listed(lab.State), lab.Events.Count());
                lab.Learn(fact).ShouldBeNull();
                if (Listed(lab.State) != before) lab.Events.Count().ShouldBeGreaterThan(told, $"{fact.EventId} of {string.Join(", ", order.Select(o => o.EventId))}");
            }
        }

        static string Listed(PaymentState s) => $"{s.Status} {s.Dispute} {s.Attempts.Length} {s.Refunded} {s.Attention} {string.Join(' ', s.References)}";
    }

    [Theory, MemberData(nameof(Stories))]
    public void In_every_order_and_with_every_repeat_the_end_and_the_ledger_are_the_same(string name, int facts)
    {
        var story = Story(name);
        story.Length.ShouldBe(facts);
        var told = PaymentLab.Begun();
        foreach (var fact in story) told.Learn(fact).ShouldBeNull();
        var bounces = name.Contains("bounced", StringComparison.Ordinal);

        foreach (var order in PaymentLab.Orders(story))
            foreach (var repeats in (int[])[0, 1, 2])
            {
                var lab = PaymentLab.Begun();
                for (var i = 0; i < order.Length; i++)
                {
                    lab.Learn(order[i]).ShouldBeNull();
                    // At once again; or everything so far again, oldest or newest first.
                    if (repeats == 1) lab.Learn(order[i]).ShouldBeNull();
                    if (repeats == 2) foreach (var again in i % 2 == 0 ? order[..(i + 1)] : order[..(i + 1)].Reverse()) lab.Learn(again).ShouldBeNull();
                }
                var where = string.Join(", ", order.Select(o => o.EventId));
                lab.State.Status.ShouldBe(told.State.Status, where);
                lab.State.Refunded.ShouldBe(told.State.Refunded, where);
                lab.State.Dispute.ShouldBe(told.State.Dispute, where);
                // Whoever heard that it was made, and then that it bounced, tells a person.
                lab.State.Attention.ShouldBeOneOf(bounces ? new string?[] { null, "refund_bounced" } : [null], where);
                lab.Balance.ShouldBe(told.Balance, where);
                // A refund that is heard of only after it bounced was never booked: the balance is the same, the rows are not.
                if (!bounces) lab.Ledger.Order().ShouldBe(told.Ledger.Order(), where);
                if (lab.Ledger.Any()) lab.Ledger.First().ShouldStartWith(nameof(PaymentCaptured), Case.Sensitive, where);
                lab.Events.OfType<PaymentCaptured>().Count().ShouldBeLessThanOrEqualTo(1, where);
            }
    }

    [Fact]
    public void Wherever_the_order_gives_up_between_facts_money_that_came_is_told_once()
    {
        ProviderNotice[] story = [PaymentLab.Status(PaymentStatus.NeedsAction), PaymentLab.Status(PaymentStatus.Processing), PaymentLab.Captured(), PaymentLab.Status(PaymentStatus.Failed)];
        foreach (var order in PaymentLab.Orders(story))
            for (var when = 0; when <= order.Length; when++)
            {
                var lab = PaymentLab.Begun();
                for (var i = 0; i <= order.Length; i++)
                {
                    if (i == when) lab.Cancel();
                    if (i < order.Length) lab.Learn(order[i]).ShouldBeNull();
                }
                lab.State.Status.ShouldBe(PaymentStatus.Captured);
                lab.Ledger.Count().ShouldBe(1);
            }
    }

    [Fact]
    public void Two_attempts_that_are_both_paid_are_one_payment_and_one_surplus_that_goes_back()
    {
        ProviderNotice[] story = [PaymentLab.Captured(1), PaymentLab.Captured(2), PaymentLab.Status(PaymentStatus.NeedsAction, 2)];
        foreach (var order in PaymentLab.Orders(story))
        {
            var lab = PaymentLab.Begun();
            lab.Learn(PaymentLab.Status(PaymentStatus.Failed));
            lab.Retry().ShouldBeNull();
            foreach (var fact in order.Concat(order)) lab.Learn(fact).ShouldBeNull();
            lab.Events.OfType<PaymentCaptured>().Count().ShouldBe(1);
            var surplus = lab.Events.OfType<PaymentSurplusCaptured>().Single();
            lab.State.AskAt.ShouldNotBeNull();
            // It is no part of the order: a full refund is still possible.
            lab.Refund("r1", 10_000).ShouldBeNull();
            lab.Learn(PaymentLab.Refunded("re-s", 10_000, RefundStatus.Refunded, $"surplus-{surplus.Attempt}", surplus.Attempt)).ShouldBeNull();
            lab.Events.OfType<PaymentSurplusReturned>().Count().ShouldBe(1);
            lab.Learn(PaymentLab.Refunded("re-1", 10_000, RefundStatus.Refunded, "r1", lab.Events.OfType<PaymentCaptured>().Single().Attempt)).ShouldBeNull();
            lab.Balance.ShouldBe(0);
        }
    }

    [Fact]
    public void Another_amount_than_was_asked_for_is_not_booked_and_needs_a_person()
    {
        var lab = PaymentLab.Begun();
        lab.Learn(PaymentLab.Captured(minor: 100)).ShouldBeNull();
        lab.Learn(PaymentLab.Captured(minor: 100)).ShouldBeNull();
        lab.State.Attention.ShouldBe("amount_mismatch");
        lab.Ledger.ShouldBeEmpty();
        lab.Events.OfType<PaymentAttention>().Count().ShouldBe(1);
    }

    [Fact]
    public void More_refunds_than_was_paid_need_a_person_unless_one_of_them_turns_out_to_have_bounced()
    {
        var lab = PaymentLab.Paid();
        lab.Learn(PaymentLab.Refunded("re-1", 9_000)).ShouldBeNull();
        lab.Learn(PaymentLab.Refunded("re-2", 2_000)).ShouldBeNull();
        lab.State.Attention.ShouldBe("over_refunded");
        lab.Balance.ShouldBe(-1_000);
        lab.Learn(PaymentLab.Refunded("re-1", 9_000, RefundStatus.Failed)).ShouldBeNull();
        lab.State.Attention.ShouldBeNull();
        lab.Balance.ShouldBe(8_000);
    }

    [Fact]
    public void A_forgotten_second_session_that_runs_out_does_not_end_the_attempt()
    {
        var lab = PaymentLab.Begun();
        lab.Learn(PaymentLab.Status(PaymentStatus.NeedsAction));
        lab.Learn(PaymentLab.Notice("orphan", new() { Status = PaymentStatus.Failed, FailureCode = "expired", Reference = "another" })).ShouldBeNull();
        lab.State.Status.ShouldBe(PaymentStatus.NeedsAction);
        lab.Learn(PaymentLab.Notice("orphan-paid", new() { Status = PaymentStatus.Captured, Captured = PaymentLab.Price, Reference = "another" })).ShouldBeNull();
        lab.State.Status.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public void Repeats_are_counted_and_what_is_heard_is_bounded()
    {
        var lab = PaymentLab.Paid();
        for (var i = 0; i < 5; i++) lab.Learn(PaymentLab.Captured());
        lab.Heard["captured-1"].Times.ShouldBe(6);
        lab.Heard["captured-1"].Effect.ShouldBe("payment.captured");
        for (var i = 0; i < PaymentFacts.MaxHeard + 50; i++) lab.Learn(PaymentLab.Notice($"noise-{i}", new())).ShouldBeNull();
        lab.Heard.Count.ShouldBe(PaymentFacts.MaxHeard);
        // And it still listens.
        lab.Learn(PaymentLab.Notice("last", PaymentLab.Disputed(DisputeStatus.Open).Facts)).ShouldBeNull();
        lab.State.Dispute.ShouldBe(DisputeStatus.Open);
    }

    [Fact]
    public void Codes_of_a_provider_go_into_events_as_words_or_not_at_all()
    {
        var lab = PaymentLab.Begun();
        lab.Learn(PaymentLab.Status(PaymentStatus.Failed, code: "<script>Ada Lovelace</script>")).ShouldBeNull();
        lab.Events.OfType<PaymentFailed>().Single().Code.ShouldBe("provider_refused");
    }

    [Fact]
    public void A_provider_with_any_history_told_in_any_order_with_losses_healed_by_a_question_ends_in_its_own_balance()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var dice = new Random(seed);
            var (story, all, balance) = History(dice);
            var lab = PaymentLab.Begun();
            var delivery = story.SelectMany(n => Enumerable.Repeat(n, dice.Next(4))).OrderBy(_ => dice.Next()).ToList();
            foreach (var notice in delivery) lab.Learn(notice).ShouldBeNull();
            // What was lost is heard by asking.
            lab.Learn(PaymentLab.Notice("question", all)).ShouldBeNull();
            lab.Balance.ShouldBe(balance, $"seed {seed}");
            lab.State.Attention.ShouldBeOneOf(new string?[] { null, "refund_bounced" }, $"seed {seed}");
        }
    }

    private static (List<ProviderNotice> Story, AttemptFacts All, long Balance) History(Random dice)
    {
        var story = new List<ProviderNotice> { PaymentLab.Status(PaymentStatus.NeedsAction) };
        if (dice.Next(2) == 0) story.Add(PaymentLab.Status(PaymentStatus.Processing));
        if (dice.Next(5) == 0)
        {
            story.Add(PaymentLab.Status(PaymentStatus.Failed));
            return (story, new() { Status = PaymentStatus.Failed, Reference = "ref-1" }, 0);
        }
        story.Add(PaymentLab.Captured());
        var balance = 10_000L;
        var refunds = new List<RefundFact>();
        var disputes = new List<DisputeFact>();
        for (var i = 0; i < dice.Next(4); i++)
        {
            if (balance < 10) break;
            var minor = dice.Next(1, (int)balance);
            var ends = (RefundStatus)dice.Next(3);
            for (var s = RefundStatus.Pending; s <= ends; s++)
                if (s != RefundStatus.Refunded || ends == RefundStatus.Refunded || dice.Next(2) == 0) story.Add(PaymentLab.Refunded($"re-{i}", minor, s));
            refunds.Add(new($"re-{i}", null, new(minor, "EUR"), ends));
            // What is pending or refused is no loss; what waits is still reserved at the provider.
            if (ends == RefundStatus.Refunded) balance -= minor;
        }
        if (balance > 0 && dice.Next(3) == 0)
        {
            var ends = (DisputeStatus)dice.Next(1, 4);
            story.Add(PaymentLab.Disputed(DisputeStatus.Open, minor: balance));
            if (ends != DisputeStatus.Open) story.Add(PaymentLab.Disputed(ends, minor: balance));
            disputes.Add(new("d1", new(balance, "EUR"), ends));
            if (ends != DisputeStatus.Won) balance = 0;
        }
        return (story, new() { Status = PaymentStatus.Captured, Captured = PaymentLab.Price, Reference = "ref-1", ChargeReference = "pi-1", Refunds = [.. refunds], Disputes = [.. disputes] }, balance);
    }
}
