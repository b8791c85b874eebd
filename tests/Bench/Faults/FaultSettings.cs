using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <param name="Kills">How many times the host is killed, alone or with its database.</param>
/// <param name="Seed">Of every random choice of the run: what is killed when, and what the clients do. The machine's own timing is not seeded.</param>
/// <param name="Sabotage">Start a host that answers before it commits: the checks must go red.</param>
internal sealed record FaultSettings(int Kills, int Seed, bool Sabotage)
{
    public int Students { get; init; } = 12;

    /// <summary>Who sit in the live class for the whole run.</summary>
    public int Regulars { get; init; } = 4;

    /// <summary>How many times, besides, the database alone is killed under the living host, which starts it again. Spread over the run.</summary>
    public int DatabaseKills { get; init; }

    /// <summary>Each blow is this one; null: by chance.</summary>
    public Blow? Only { get; init; }

    /// <summary>A folder on a disk of its own for the hub's data; null: beside the ledger.</summary>
    public string? Disk { get; init; }

    /// <summary>A long run must have cut every kind of work.</summary>
    public bool NeedsAllWork => this is { Kills: >= 20, Sabotage: false };

    /// <summary>All blows of the run.</summary>
    public int Blows => Kills + DatabaseKills;

    /// <summary>How often a worker may have been cut off between the yes of a server and its note of it; a disk that fills up does so over and over.</summary>
    public int HardBlows => Only == Blow.FullDisk ? Blows * 20 : Blows;

    /// <summary>The i-th blow falls on the database alone.</summary>
    public bool IsDatabaseAlone(int i) => (i + 1) * DatabaseKills / Blows > i * DatabaseKills / Blows;

    /// <summary>Videos that are uploaded at most; the first one is the lesson that students watch.</summary>
    public int Videos { get; init; } = 10;

    /// <summary>Of a video, a second. A disk takes a while to fill up, and an upload must last for longer.</summary>
    public int ClipKilobits => Only == Blow.FullDisk ? 4_000 : 250;

    /// <summary>How long a request is tried again, and how long the quiet after the load is waited for. Sabotage loses what these wait for.</summary>
    public TimeSpan Patience => Sabotage ? TimeSpan.FromSeconds(45) : TimeSpan.FromMinutes(5);

    /// <summary>Up time between a start and the next kill, in seconds.</summary>
    public (double From, double To) Calm { get; init; } = (1.0, 5.0);

    /// <summary>One calm in so many ends when a transcode runs, or when one that was lost should have been taken up again.</summary>
    public int LongCalmEvery { get; init; } = 3;
    public static readonly TimeSpan LongCalm = TimeSpan.FromSeconds(20);

    /// <summary>Another calm in so many ends, in a long run, at a moment of the work that was met least: some of it is over in a few milliseconds.</summary>
    public const int AimEvery = 3;

    public static FaultSettings Parse(IReadOnlyList<string> args)
    {
        var settings = new FaultSettings(20, Random.Shared.Next(1, 100_000), false) { DatabaseKills = 4 };
        for (var i = 0; i < args.Count; i++)
        {
            settings = args[i] switch
            {
                "--kills" => settings with { Kills = Number(args, ++i, 1, 1000) },
                "--database-kills" => settings with { DatabaseKills = Number(args, ++i, 0, 1000) },
                "--seed" => settings with { Seed = Number(args, ++i, 0, int.MaxValue) },
                "--sabotage" => settings with { Sabotage = true },
                _ => throw new UsageException($"unknown option '{args[i]}': faults [--kills N] [--database-kills N] [--seed N] [--sabotage]"),
            };
        }
        return settings;
    }

    private static int Number(IReadOnlyList<string> args, int at, int from, int to) =>
        at < args.Count && int.TryParse(args[at], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= from && n <= to
            ? n : throw new UsageException($"{args[at - 1]} needs a number from {from} to {to}");
}
