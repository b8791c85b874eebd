using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>The host dies after the first commit of a purchase, after the second of another, and so on until one comes through; the same with refunds, cancellations and attempts. Each is
/// gone on with by the same client, and must come to its end by itself. Then quiet, and the checks of <see cref="Checks"/>.</summary>
internal sealed class BoundaryRun : IAsyncDisposable
{
    private static readonly TimeSpan FinishPatience = TimeSpan.FromMinutes(3);

    private readonly BoundarySettings _settings;
    private readonly TextWriter _say;
    private readonly Stage _stage;
    private readonly Random _random;
    private readonly List<BoundaryKill> _kills = [];
    private readonly Dictionary<BoundaryStory, int> _ended = [];

    public BoundaryRun(BoundarySettings settings, TextWriter say) => (_settings, _say, _random, _stage) = (settings, say, new(settings.Seed), new("boundaries", settings.Seed, settings.Patience));

    /// <summary>Data, log and ledger; kept when the run was red.</summary>
    public string Folder => _stage.Folder;

    public async Task<BoundaryReport> Execute(CancellationToken cancellation)
    {
        var (time, started) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        await _stage.Start(cancellation);
        using var finish = new CancellationTokenSource();
        var others = Enumerable.Range(1, _settings.Others).Select(n => new Customer(_stage.Client, _stage.Academy, $"{_stage.Run}-o{n}", new Random(_random.Next()), _settings.Patience).Work(finish.Token, cancellation)).ToArray();
        foreach (var story in _settings.Stories)
        {
            for (var nth = 1 + _random.Next(_settings.EveryOf(story)); ; nth += _settings.EveryOf(story))
            {
                // A commit that is lost leaves the boundary before it: that one is struck as well, not instead.
                if (_random.Next(_settings.LostEvery) == 0) await Strike(story, nth, lost: true, cancellation);
                if (!await Strike(story, nth, lost: false, cancellation)) break;
            }
            // Which commit is the n-th is not the same in every telling: what none was cut off at is asked for by its name.
            if (story is BoundaryStory.Checkout && _settings.Every == 1)
                foreach (var missed in BoundaryReport.MissedOf(_kills)) await Strike(story, null, lost: false, cancellation, missed);
        }
        await finish.CancelAsync();
        await Task.WhenAll(others).WaitAsync(FinishPatience, time, cancellation);

        _say.WriteLine("checking");
        var rows = await _stage.Check(cancellation);
        var report = new BoundaryReport(_settings, _kills, _ended, _stage.Traffic, _stage.Findings, rows, time.GetElapsedTime(started));
        _stage.Good = report.IsGreen;
        return report;
    }

    /// <summary>One telling of the story, cut off after its n-th commit, or after the first at a boundary. False: it has fewer, or none.</summary>
    private async Task<bool> Strike(BoundaryStory story, int? nth, bool lost, CancellationToken cancellation, string? wanted = null)
    {
        var (time, op) = (TimeProvider.System, string.Create(CultureInfo.InvariantCulture, $"{_stage.Run}-{story}-{nth?.ToString(CultureInfo.InvariantCulture) ?? $"m{_kills.Count}"}{(lost ? "-lost" : "")}").ToLowerInvariant());
        var me = await Person.Register(_stage.Client, op, "Bea Boundary", cancellation) ?? throw new InvalidOperationException("Nobody could register.");
        var purchase = new Purchase(_stage.Client, _stage.Academy, _stage.Academy.Shop.Offer, me, $"{op}-order".PadRight(20, 'x'), _settings.Patience);
        var sitting = new Sitting(_stage.Client, story == BoundaryStory.AttemptThatRunsOut ? _stage.Academy.Exams.RunsOut : _stage.Academy.Exams.HandedIn, me, op, new Random(_random.Next()));
        await Prepare(story, me, op, purchase, cancellation);

        await using var snare = new Snare(_stage.Server);
        await snare.Set([me.UserId, purchase.Order], nth, wanted, cancellation);
        var work = Tell(story, purchase, sitting, cancellation);
        if (!await snare.Caught(work, cancellation))
        {
            await snare.Clear(cancellation);
            await work;
            if (lost || nth is null) return false;
            _ended[story] = nth.Value - 1;
            _say.WriteLine($"{story}: came through, {nth - 1} boundaries");
            return false;
        }
        await _stage.Host.Kill(cancellation);
        if (lost) _stage.Server.Kill();
        var caught = lost ? null : await snare.Release(cancellation);
        var recovery = await _stage.Host.Start(cancellation);
        var good = time.GetTimestamp();
        try { await work; }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException) { _stage.Findings.Add(Fault.Wrong, $"{op}, cut off after {caught?.ToString() ?? "a commit that was lost"}, did not heal: {e.Message}"); }
        var kill = new BoundaryKill(story, nth ?? 0, caught?.Boundary, recovery, time.GetElapsedTime(good));
        _kills.Add(kill);
        _say.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{story} {nth,3} {kill.Boundary ?? "(lost)"}: back after {recovery.TotalSeconds:0.0} s, healed after {kill.Healed.TotalSeconds:0.0} s"));
        return true;
    }

    /// <summary>What comes before the part that is cut off.</summary>
    private async Task Prepare(BoundaryStory story, Person me, string op, Purchase purchase, CancellationToken cancellation)
    {
        if (story is BoundaryStory.Attempt or BoundaryStory.AttemptThatRunsOut) await me.Enrol(_stage.Client, $"{op}-enrol", _stage.Academy.Exams.Course, cancellation);
        else await purchase.FillCart(cancellation);
        if (story is BoundaryStory.Cancellation or BoundaryStory.Refund or BoundaryStory.DeclinedThenPaid) await purchase.CheckOut(cancellation);
        if (story is BoundaryStory.Refund) await purchase.Pay(declinedFirst: false, cancellation);
    }

    private async Task Tell(BoundaryStory story, Purchase purchase, Sitting sitting, CancellationToken cancellation)
    {
        switch (story)
        {
            case BoundaryStory.Checkout: await purchase.Make(Ending.Paid, cancellation); break;
            case BoundaryStory.DeclinedThenPaid: await purchase.Pay(declinedFirst: true, cancellation); break;
            case BoundaryStory.Cancellation: await purchase.Cancel(cancellation); break;
            case BoundaryStory.Refund: await purchase.Refund(cancellation); break;
            default:
                await sitting.Begin(cancellation);
                for (var n = 0; n < 3; n++) await sitting.Save(cancellation);
                if (story == BoundaryStory.Attempt) await sitting.HandIn(cancellation);
                // What follows from marks comes by itself.
                await sitting.Marked(_settings.Patience, cancellation);
                break;
        }
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();
}
