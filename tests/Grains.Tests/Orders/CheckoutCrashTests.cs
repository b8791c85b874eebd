using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Tests.Common;
using LearningHub.Grains.Tests.Hosting;

namespace LearningHub.Grains.Tests.Orders;

/// <summary>The process dies at every boundary of every step of a checkout; the next one finishes it, and every effect is there once.</summary>
public sealed class CheckoutCrashTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    /// <summary>Steps of a checkout; each has an intent and an outcome that are saved, the last of which also ends the run.</summary>
    private const int Steps = 10, Saves = 1 + Steps * 2 + 1;

    private static Task<TestHost> Host(string database, CrashingWorkflows? crash) => TestHost.Start(database, builder =>
    {
        builder.Configuration["Hub:Payments:Test:Enabled"] = "true";
        if (crash is not null) builder.Services.AddSingleton(crash).AddSingleton<AggregateStore>().AddSingleton<IAggregateStore, DyingStore>();
    });

    [Fact]
    public async Task A_checkout_survives_a_crash_before_every_save_of_its_run()
    {
        var died = 0;
        for (var boundary = 1; boundary <= Saves; boundary++)
        {
            var database = await server.Server.NewDatabase();
            var order = Shop.NewOrder();
            string course;
            Money total;
            var crash = new CrashingWorkflows(boundary);
            await using (var doomed = await Host(database, crash))
            {
                var shop = new Shop(doomed.Grains, "t");
                course = await shop.Course(4900, seats: 3);
                total = await shop.Fill("sam", (course, 1));
                crash.Armed = true;
                await Task.WhenAny(crash.Died.Task, Finish(shop, order, total));
                if (crash.Died.Task.IsCompleted) died++;
            }
            await using var next = await Host(database, null);
            var again = new Shop(next.Grains, "t");
            await Finish(again, order, total);

            (await Events(next, order)).ShouldBe("billing.receipt_issued=1 enrolment.enrolled=1 order.fulfilled=1 order.paid=1 order.placed=1 payment.captured=1", $"after a crash before save {boundary}");
            (await again.HasAccess(course, "sam")).ShouldBeTrue();
            (await again.Seats(course)).ShouldSatisfyAllConditions(s => s.Taken.ShouldBe(1), s => s.Held.ShouldBe(0));
        }
        died.ShouldBeGreaterThanOrEqualTo(Saves - 1);
    }

    /// <summary>What the buyer's browser does: sends the form again when it got no answer, pays where it is sent, waits.</summary>
    private static async Task Finish(Shop shop, string order, Money total)
    {
        (await shop.Start("sam", order, total)).Error.ShouldBeNull();
        var payment = await shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction or PaymentStatus.Captured);
        if (payment.Status is PaymentStatus.NeedsAction)
            using (shop.As("sam")) await shop.Grains.GetGrain<ITestPaymentGrain>($"t/{order}-1").Act(new(TestPaymentAction.Approve));
        await shop.Comes("sam", order, WorkflowPhase.Completed);
    }

    private static async Task<string> Events(TestHost host, string order)
    {
        await using var command = host.Database.CreateCommand("""
            select string_agg(name || '=' || times, ' ' order by name) from (select name, count(*) as times from event
            where name in ('order.placed', 'order.paid', 'order.fulfilled', 'payment.captured', 'enrolment.enrolled', 'billing.receipt_issued') group by name) counted
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Dies before the n-th save of a checkout's run; from then on nothing works, as in a process that is gone.</summary>
    private sealed class CrashingWorkflows(int before)
    {
        private int _saves;
        private volatile bool _dead;

        public bool Armed { get; set; }
        public TaskCompletionSource Died { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Pass(SaveRequest request)
        {
            if (Armed && request.Type == "workflow" && request.Json.Contains("\"checkout\"", StringComparison.Ordinal) && Interlocked.Increment(ref _saves) >= before) _dead = true;
            if (!_dead) return;
            Died.TrySetResult();
            throw new IOException("The process is dead.");
        }
    }

    private sealed class DyingStore(AggregateStore inner, CrashingWorkflows crash) : IAggregateStore
    {
        public Task<SaveResult> Save(SaveRequest request, CancellationToken cancellation = default)
        {
            crash.Pass(request);
            return inner.Save(request, cancellation);
        }

        public Task<Loaded<TState>> Load<TState>(string key, CancellationToken cancellation = default) where TState : class, IAggregateState<TState> => inner.Load<TState>(key, cancellation);
        public Task<ImmutableArray<StoredRecord>> LoadRecords(string type, string key, int limit = 10_000, CancellationToken cancellation = default) => inner.LoadRecords(type, key, limit, cancellation);
        public Task<ImmutableArray<StoredRecord>> LoadRecordsAfter(string type, string key, long afterSeq, int limit, CancellationToken cancellation = default) => inner.LoadRecordsAfter(type, key, afterSeq, limit, cancellation);
        public Task<ImmutableArray<StoredRecord>> LoadRecordsBefore(string type, string key, string? beforeId, int limit, CancellationToken cancellation = default) => inner.LoadRecordsBefore(type, key, beforeId, limit, cancellation);
        public Task<ImmutableArray<StoredRecord>> LoadRecordsBelow(string type, string key, (long Seq, string Id)? below, int limit, CancellationToken cancellation = default) => inner.LoadRecordsBelow(type, key, below, limit, cancellation);
        public Task<StoredRecord?> LoadRecord(string type, string key, string id, CancellationToken cancellation = default) => inner.LoadRecord(type, key, id, cancellation);
        public Task<string?> FindOperation(string type, string key, string operationId, CancellationToken cancellation = default) => inner.FindOperation(type, key, operationId, cancellation);
    }
}
