using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Orders;
using LearningHub.Grains.Payments;
using static LearningHub.Domain.Tests.Orders.OrderExamples;
using Order = LearningHub.Grains.Orders.Order;
using OrderState = LearningHub.Grains.Orders.OrderState;

namespace LearningHub.Domain.Tests.Orders;

/// <summary>Browser, webhook, a repeated webhook and the clock meet at one order: every interleaving of what each of them does, on the real rules of payment,
/// order and steps. Each party is a sequence of moments between which anybody else may act; what was read before may be old when it is used.</summary>
public sealed class ConfirmAndWebhookTests
{
    private sealed class World
    {
        public PaymentState Payment = PaymentState.Empty;
        public long PaymentVersion;
        public OrderState Order = Placed(Line("a", 1000));
        public readonly List<string> Told = [];
        public readonly Dictionary<string, PaymentView> Read = [];
        public int Grants;
        private bool _granted;
        private readonly Dictionary<string, HeardEvent> _heard = [];

        public World()
        {
            Pay(LearningHub.Grains.Payments.Payment.Begin(Payment, new(OrderId, Buyer, Eur(1000), "test", "Order", $"/orders/{OrderId}"), Now));
            Pay(PaymentFacts.Learn(Payment, Notice("begin", PaymentStatus.NeedsAction), null, Now));
        }

        public void Learn(string eventId, PaymentStatus status) => Pay(PaymentFacts.Learn(Payment, Notice(eventId, status), _heard.GetValueOrDefault(eventId), Now));

        public void Look(string who) => Read[who] = PaymentReading.View(OrderId, Payment, PaymentVersion);

        public void See(string who) => Do(LearningHub.Grains.Orders.Order.See(Order, Read[who], Now));

        /// <summary>The step "pay" and what follows it, as the workflow does them when it is woken with this view.</summary>
        public void Advance(string who)
        {
            if (Read[who].Status is PaymentStatus.Captured) See(who);
            if (!Order.IsPaid) return;
            if (!_granted) Grants++;
            _granted = true;
            Do(LearningHub.Grains.Orders.Order.Fulfil(Order, Now));
        }

        /// <summary>The clock: asks for the payment to be closed; only a payment that is closed lets the order be cancelled.</summary>
        public void AskToClose() { if (LearningHub.Grains.Payments.Payment.Cancel(Payment, Now) is { Error: null } closing) Pay(closing); }

        public void RunOut()
        {
            if (Payment.Status is PaymentStatus.Cancelled) Do(LearningHub.Grains.Orders.Order.Cancel(Order, new(Buyer, "orders.ran_out"), Now));
        }

        private void Pay(Decision<PaymentState> decision)
        {
            decision.Error.ShouldBeNull();
            Told.AddRange(decision.Names());
            if (decision.IsNoChange) return;
            (Payment, PaymentVersion) = (decision.State!, PaymentVersion + 1);
            foreach (var record in decision.Records) _heard[record.Id] = PaymentReading.Heard(new StoredRecord(record.Id, record.Seq, record.Json!))!;
        }

        private void Do(Decision<OrderState> decision)
        {
            decision.Error.ShouldBeNull();
            Told.AddRange(decision.Names());
            Order = decision.State!;
        }

        private static ProviderNotice Notice(string id, PaymentStatus status) => new(id, "payment", "webhook", 1, Now,
            new AttemptFacts { Status = status, Captured = status is PaymentStatus.Captured ? Eur(1000) : null, ActionUrl = status is PaymentStatus.NeedsAction ? "/test-payments/x" : null });
    }

    private static Action<World>[] Party(string who, string eventId) =>
        [w => w.Learn(eventId, PaymentStatus.Captured), w => w.Look(who), w => w.See(who), w => { w.Look(who); w.Advance(who); }];

    [Fact]
    public void Confirm_webhook_and_its_repeat_in_every_interleaving_are_one_capture_one_order_one_enrolment()
    {
        var count = Every([Party("browser", "answer"), Party("webhook", "evt-1"), Party("repeat", "evt-1")], world =>
        {
            world.Told.Where(e => e is "payment.captured" or "order.paid" or "order.fulfilled").ShouldBe(["payment.captured", "order.paid", "order.fulfilled"]);
            world.Grants.ShouldBe(1);
            world.Order.Status.ShouldBe(OrderStatus.Fulfilled);
        });
        count.ShouldBe(34_650); // 12! / (4! 4! 4!)
    }

    [Fact]
    public void An_old_look_used_late_never_takes_the_order_back()
    {
        // The workflow read "needs action" before anything happened, and comes back to it at any later moment.
        Every([[w => w.Look("old"), w => w.See("old"), w => w.Advance("old")], Party("webhook", "evt-1"), [w => w.Learn("evt-0", PaymentStatus.Processing), w => w.Learn("evt-0", PaymentStatus.Processing)]], world =>
        {
            world.Order.Status.ShouldBe(OrderStatus.Fulfilled);
            world.Told.Count(e => e == "order.paid").ShouldBe(1);
            world.Grants.ShouldBe(1);
        });
    }

    [Fact]
    public void The_clock_and_the_money_in_every_interleaving_end_with_either_the_course_or_a_way_back_for_the_money()
    {
        Action<World>[] clock = [w => w.AskToClose(), w => w.Learn("closed", PaymentStatus.Cancelled), w => w.RunOut()];
        var (courses, late, nothing) = (0, 0, 0);
        Every([clock, Party("webhook", "evt-1"), [w => w.Look("browser"), w => w.Advance("browser")]], world =>
        {
            world.Told.Count(e => e == "payment.captured").ShouldBe(1);
            world.Told.Count(e => e is "order.paid" or "order.paid_late").ShouldBeLessThanOrEqualTo(1);
            // Whoever is woken last finds the end.
            world.Look("last"); world.See("last"); world.Advance("last");
            switch (world.Order)
            {
                case { Status: OrderStatus.Fulfilled }: courses++; world.Grants.ShouldBe(1); break;
                case { Status: OrderStatus.Cancelled, PaidLate: true }:
                    late++;
                    world.Grants.ShouldBe(0);
                    OrderRefunds.Begin(world.Order, new("late", RefundTerms.Everything, ""), true, Now).Error.ShouldBeNull();
                    break;
                default: nothing++; break;
            }
        });
        (courses > 0, late > 0, nothing).ShouldBe((true, true, 0));
    }

    /// <summary>All ways in which the parties' moments can follow each other, each on a world of its own.</summary>
    private static int Every(Action<World>[][] parties, Action<World> holds)
    {
        var count = 0;
        Go([]);
        return count;

        void Go(List<int> order)
        {
            var ended = true;
            for (var p = 0; p < parties.Length; p++)
            {
                if (order.Count(x => x == p) == parties[p].Length) continue;
                ended = false;
                order.Add(p);
                Go(order);
                order.RemoveAt(order.Count - 1);
            }
            if (!ended) return;
            count++;
            var (world, next) = (new World(), new int[parties.Length]);
            try
            {
                foreach (var p in order) parties[p][next[p]++](world);
                holds(world);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                throw new InvalidOperationException($"In the interleaving {string.Join(' ', order)}: {e.Message}", e);
            }
        }
    }
}
