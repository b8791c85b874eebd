using System.Collections.Concurrent;
using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Shop;

/// <summary>Many who check out at the same moment. Carts are filled before; then all start together, and no more are under way than there are connections.</summary>
/// <param name="Course">What they wanted.</param>
/// <param name="Orders">Of those who got it, to pay.</param>
/// <param name="Told">From the request to the word that there is something to pay, or that there is not, in seconds.</param>
internal sealed record Rush(string Course, string Coupon, IReadOnlyList<string> Orders, IReadOnlyDictionary<string, int> Refusals, IReadOnlyList<(long From, long To)> Flights, IReadOnlyList<double> Told, TimeSpan Took)
{
    private const int PreparedAtOnce = 32;

    public int Got => Orders.Count;
    public int Refused => Refusals.Values.Sum();
    public string Reasons => string.Join(", ", Refusals.Select(r => $"{r.Value} {r.Key}"));

    /// <summary>The most requests that were sent and not answered at one instant.</summary>
    public int MostAtOnce => Overlap.Most(Flights);

    public string Window
    {
        get
        {
            var (answers, told) = (Flights.Select(f => TimeProvider.System.GetElapsedTime(f.From, f.To).TotalSeconds).Order().ToArray(), Told.Order().ToArray());
            return string.Create(CultureInfo.InvariantCulture, $"{Took.TotalSeconds:0.0}; {answers[answers.Length / 2]:0.0}, {answers[answers.Length * 99 / 100]:0.0}; {told[told.Length / 2]:0.0}, {told[told.Length * 99 / 100]:0.0}");
        }
    }

    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{Got} got it, {Refused} were told ({Reasons}); {MostAtOnce} in flight at once, {Window}");

    public static async Task<Rush> OnACoupon(Stage stage, int students, int connections, Random random, CancellationToken cancellation)
    {
        const string id = "for-one-use", code = "ONLYONE";
        await stage.Academy.Post("/api/v1/coupons", Faults.Shop.Coupon(id, code, uses: 1), stage.Academy.AdminToken, cancellation);
        return await Run(stage, "coupon", id, new(stage.Academy.Shop.Course, code, Faults.Shop.Discounted), students, connections, random, cancellation);
    }

    public static async Task<Rush> OnPlaces(Stage stage, int buyers, int places, int connections, Random random, CancellationToken cancellation)
    {
        const string id = "for-buyers", code = "BUYERS";
        var course = await stage.Academy.MakeCourse("A full house", cancellation, Faults.Shop.Price, places);
        await stage.Academy.Post("/api/v1/coupons", Faults.Shop.Coupon(id, code, uses: null), stage.Academy.AdminToken, cancellation);
        return await Run(stage, "places", id, new(course, code, Faults.Shop.Discounted), buyers, connections, random, cancellation);
    }

    private static async Task<Rush> Run(Stage stage, string name, string coupon, Offer offer, int people, int connections, Random random, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var purchases = new Purchase[people];
        await Parallel.ForAsync(0, people, new ParallelOptions { MaxDegreeOfParallelism = PreparedAtOnce, CancellationToken = cancellation }, async (i, token) =>
        {
            var op = string.Create(CultureInfo.InvariantCulture, $"{stage.Run}-{name}-{i}");
            var me = await Person.Register(stage.Client, op, "Sam Student", token) ?? throw new InvalidOperationException($"{op} could not register.");
            purchases[i] = new(stage.Client, stage.Academy, offer, me, $"{op}-order".PadRight(20, 'x'), stage.Patience);
            if (!await purchases[i].FillCart(token)) throw new InvalidOperationException($"{op} could not fill the cart.");
        });
        random.Shuffle(purchases);

        var (got, refusals, flights) = (new ConcurrentBag<Purchase>(), new ConcurrentDictionary<string, int>(), new ConcurrentBag<(long, long)>());
        var told = new ConcurrentBag<double>();
        using var lines = new SemaphoreSlim(connections);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Task.WhenAll(purchases.Select(async purchase =>
        {
            await start.Task;
            string? refusal;
            await lines.WaitAsync(cancellation);
            try
            {
                var from = time.GetTimestamp();
                refusal = await purchase.CheckOut(cancellation, to => flights.Add((from, to)));
                told.Add(time.GetElapsedTime(from).TotalSeconds);
            }
            finally { lines.Release(); }
            if (refusal is null) got.Add(purchase);
            else refusals.AddOrUpdate(refusal, 1, (_, n) => n + 1);
        }));
        var started = time.GetTimestamp();
        start.SetResult();
        await all;
        var took = time.GetElapsedTime(started);
        await Parallel.ForEachAsync(got, new ParallelOptions { MaxDegreeOfParallelism = PreparedAtOnce, CancellationToken = cancellation }, async (purchase, token) => await purchase.Pay(declinedFirst: false, token));
        return new(offer.Course, coupon, [.. got.Select(p => p.Order)], refusals, [.. flights], [.. told], took);
    }
}

internal static class Overlap
{
    /// <summary>Of intervals, the most that hold one instant.</summary>
    public static int Most(IEnumerable<(long From, long To)> intervals)
    {
        var (now, most) = (0, 0);
        foreach (var (_, step) in intervals.SelectMany(i => (IEnumerable<(long At, int Step)>)[(i.From, 1), (i.To, -1)]).OrderBy(e => e.At).ThenBy(e => e.Step)) most = Math.Max(most, now += step);
        return most;
    }
}
