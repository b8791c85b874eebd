using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Shop;

/// <summary>Two rushes on a real host over HTTP: a coupon that is good for one use, and a course with fewer places than buyers. Who comes in which order is seeded.</summary>
internal static class ShopBench
{
    private const int Students = 1_000, Buyers = 500, Places = 100, Connections = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var seed = args is ["--seed", var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : args.Length == 0 ? Random.Shared.Next(1, 100_000) : throw new UsageException("shop [--seed N]");
        Console.WriteLine($"shop: seed {seed}, {Connections} connections");
        await using var stage = new Stage("shop", seed, Patience, Connections);
        await stage.Start(cancellation);
        var random = new Random(seed);
        var coupon = await Rush.OnACoupon(stage, Students, Connections, random, cancellation);
        Console.WriteLine(coupon.Summary);
        var places = await Rush.OnPlaces(stage, Buyers, Places, Connections, random, cancellation);
        Console.WriteLine(places.Summary);
        Console.WriteLine("checking");
        var rows = await stage.Check(cancellation);
        var counts = await RushCounts.Of(stage, coupon, places, cancellation);

        var table = new Table("what", "measured", "must be")
            .Row($"{Students:N0} check out with a coupon for one use: got it", coupon.Got, 1)
            .Row("told before they pay", coupon.Refused, Students - 1)
            .Row("of these, payments begun", counts.BegunByOthers, 0)
            .Row("uses of the coupon, by itself and by orders", $"{counts.UsesOfCoupon}, {counts.OrdersWithCoupon}", "1, 1")
            .Row("requests in flight at the same instant", coupon.MostAtOnce, ">= 200")
            .Row("checkouts under way in the host at the same instant", counts.RunsAtOnce, "> 1")
            .Row("first sent to last told, s; answered p50, p99; told p50, p99", coupon.Window, "")
            .Row("steps of checkouts that had to be tried again", counts.TriedAgain, "")
            .Row($"{Buyers} buyers for {Places} places: got one", places.Got, Places)
            .Row("told before they pay", places.Refused, Buyers - Places)
            .Row("places taken, enrolled, captured, receipts", $"{counts.Taken}, {counts.Enrolled}, {counts.Captured}, {counts.Receipts}", $"{Places}, {Places}, {Places}, {Places}")
            .Row("charged without a place", counts.ChargedWithout, 0)
            .Row("uses of the buyers' coupon", counts.UsesByBuyers, Places)
            .Row("requests in flight at the same instant", places.MostAtOnce, ">= 200")
            .Row("first sent to last told, s; answered p50, p99; told p50, p99", places.Window, "")
            .Row("ledger: postings, sum of all entries", $"{counts.Postings}, {counts.Sum}", "> 0, 0")
            .Row("lost, twice, wrong, rows unequal", string.Join(", ", Enum.GetValues<Fault>().Select(f => stage.Findings.Count(f))), "0, 0, 0, 0")
            .Row("read-model and ledger rows compared with a rebuild", rows, "> 0");
        stage.Good = stage.Findings.All.Count == 0 && coupon.Got == 1 && coupon.Refused == Students - 1 && places.Got == Places && places.Refused == Buyers - Places && counts.IsRight(Places)
            && coupon.MostAtOnce >= 200 && places.MostAtOnce >= 200;
        table.Row("verdict", stage.Good ? "green" : "RED", "green");
        foreach (var (fault, what) in stage.Findings.All.Take(30)) Console.WriteLine($"{fault}: {what}");
        Console.WriteLine(table);
        if (!stage.Good) Console.WriteLine($"Data, log and ledger are kept in {stage.Folder}");
        BenchmarksPage.Write("shop", "A rush on the shop (`./hub bench shop`)", string.Create(CultureInfo.InvariantCulture,
            $"Seed {seed}, {Connections} connections; {BenchmarksPage.Machine}.\n\n{table}\nThe others were told: {coupon.Reasons}; without a place: {places.Reasons}."));
        return stage.Good ? 0 : 1;
    }
}
