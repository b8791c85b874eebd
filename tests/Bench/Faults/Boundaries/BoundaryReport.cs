using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <param name="Number">0: it was asked for by its name.</param>
/// <param name="Boundary">What the host's last commit was; null: it was lost with the database.</param>
/// <param name="Healed">From the first good answer to the end of what was interrupted.</param>
internal sealed record BoundaryKill(BoundaryStory Story, int Number, string? Boundary, TimeSpan Recovery, TimeSpan Healed);

/// <param name="Ended">How many commits each story had, where it was followed to its end.</param>
internal sealed record BoundaryReport(
    BoundarySettings Settings, IReadOnlyList<BoundaryKill> Kills, IReadOnlyDictionary<BoundaryStory, int> Ended, Traffic Traffic, Findings Findings, int RowsCompared, TimeSpan Took)
{
    private static readonly string[] Steps = ["open", "freeze", "seats", "coupon", "place", "pay", "confirm", "access", "receipt", "settle"];

    /// <summary>Each step of a checkout, written down as intended and as done; and the one that waits.</summary>
    private static readonly string[] OfCheckout = [.. Steps.SelectMany(s => (string[])[$"checkout: {s} intended", $"checkout: {s} done"]), "checkout: begun", "checkout: pay waits"];

    public static IReadOnlyList<string> MissedOf(IEnumerable<BoundaryKill> kills) => [.. OfCheckout.Except(kills.Select(k => k.Boundary ?? ""))];

    public IReadOnlyList<string> Missed => Settings.Every > 1 ? [] : MissedOf(Kills);
    public bool IsGreen => Findings.All.Count == 0 && Kills.Count > 0 && RowsCompared > 0 && Missed.Count == 0;

    public string Summary()
    {
        var (recovery, healed) = (Kills.Select(k => k.Recovery.TotalSeconds).Order().ToArray(), Kills.Select(k => k.Healed.TotalSeconds).Order().ToArray());
        var table = new Table("what", "measured", "must be");
        foreach (var story in Kills.GroupBy(k => k.Story))
            table.Row(Name(story.Key), $"{story.Count()} kills{(Ended.TryGetValue(story.Key, out var n) ? $", {n} commits" : "")}", Settings.EveryOf(story.Key) is 1 ? "a kill after every commit" : $"after one in {Settings.EveryOf(story.Key)}");
        table.Row("of these, with the commit lost", Kills.Count(k => k.Boundary is null), "")
            .Row("kinds of boundary", Kills.Select(k => k.Boundary).OfType<string>().Distinct().Count(), "")
            .Row("boundaries of checkout's steps without a kill", Missed.Count == 0 ? 0 : string.Join(", ", Missed), Settings.Every == 1 ? "0" : "")
            .Row("answers", Traffic.Answers, "> 0")
            .Row("requests cut off without an answer, sent again", Traffic.Cut, "> 0");
        foreach (var what in (string[])["purchases acknowledged", "refunds acknowledged", "cancellations acknowledged", "answers acknowledged", "attempts that their clock handed in", "postings of the ledger", "receipts and credit notes"])
            table.Row(what, Findings.Checked.GetValueOrDefault(what), "");
        table.Row("acknowledged and lost", Findings.Count(Fault.Lost), 0).Row("happened twice", Findings.Count(Fault.Twice), 0)
            .Row("stuck, out of balance, refused or left behind wrongly", Findings.Count(Fault.Wrong), 0)
            .Row("read-model and ledger rows compared with a rebuild", RowsCompared, "> 0").Row("rows unequal", Findings.Count(Fault.Unequal), 0)
            .Row("start to first good answer, s", Spread(recovery), "").Row("from there until it had healed, s", Spread(healed), "")
            .Row("verdict", IsGreen ? "green" : "RED", "green");
        return string.Create(CultureInfo.InvariantCulture, $"Seed {Settings.Seed}, {Settings.Others} others at once, {Took.TotalSeconds:0} s; {BenchmarksPage.Machine}.\n\n{table}");
    }

    public string Details()
    {
        var table = new Table("story", "boundary", "kills", "healed s, worst");
        foreach (var b in Kills.GroupBy(k => (k.Story, k.Boundary))) table.Row(Name(b.Key.Story), b.Key.Boundary ?? "(lost)", b.Count(), b.Max(k => k.Healed.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture));
        return $"{table}\n{string.Concat(Findings.All.Take(40).Select(f => $"{f.Fault}: {f.Text}\n"))}";
    }

    private static string Spread(double[] s) => s.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"median {s[s.Length / 2]:0.0}, worst {s[^1]:0.0}");

    private static string Name(BoundaryStory story) => story switch
    {
        BoundaryStory.Checkout => "a checkout, paid", BoundaryStory.DeclinedThenPaid => "a checkout, declined, paid", BoundaryStory.Cancellation => "a cancellation", BoundaryStory.Refund => "a refund",
        BoundaryStory.Attempt => "an attempt, handed in", _ => "an attempt whose time runs out",
    };
}
