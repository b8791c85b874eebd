using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using Orleans.Runtime;

namespace LearningHub.Grains.Quizzes;

/// <summary>What the clock asks for. A timer of the activation is punctual; the sweep (<see cref="DueAttempts"/>) finds by <c>DueAtMs</c> what a timer lost with its process.</summary>
internal sealed partial class AttemptsGrain
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12), Again = TimeSpan.FromSeconds(3);
    private IGrainTimer? _timer;

    /// <summary>Sets the timer to what is due next.</summary>
    private void Arm(TimeSpan? atLeast = null)
    {
        if (State.DueAtMs is not { } due)
        {
            _timer?.Dispose();
            _timer = null;
            return;
        }
        var wait = DateTimeOffset.FromUnixTimeMilliseconds(due) - time.GetUtcNow();
        if (wait < (atLeast ?? TimeSpan.Zero)) wait = atLeast ?? TimeSpan.Zero;
        if (wait > Longest) wait = Longest;
        // The deadline is stored in milliseconds, cut off: a timer that is a moment early would find nothing due.
        wait += TimeSpan.FromMilliseconds(2);
        if (_timer is null) _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan));
        else _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task Tick(CancellationToken cancellation)
    {
        using var _ = ActorContext.As(Interfaces.Common.Actor.System(Id.Tenant));
        try { await Attend(); }
        finally { Arm(Again); }
    }

    public async Task<Result<Receipt>> Attend()
    {
        var running = State.Running?.Number;
        var expired = await Execute(s => Sitting.Expire(s, time.GetUtcNow()));
        if (!expired.IsOk) return expired;
        await MarkWaiting();
        if (running is { } number && State.Running is null) await Tell("handed_in", new { Id.QuizId, number });
        Arm(Again);
        return new Receipt(AttemptsState.AggregateType, Key, Version);
    }

    public async Task<Result<Receipt>> Retime()
    {
        if (await Rules() is not { } rules || State.Running is null) return new Receipt(AttemptsState.AggregateType, Key, Version);
        var before = Version;
        var retimed = await Execute(s => Sitting.Retime(s, rules));
        if (!retimed.IsOk || Version == before) return retimed;
        Arm();
        if (State.Running is { } attempt) await Tell("retimed", new { Id.QuizId, attempt.Number, attempt.Deadline, attempt.ExtraTimeSeconds, Now = time.GetUtcNow() });
        return retimed;
    }

    public async Task<Result<int>> Regrade(RegradeAttempts command)
    {
        if (await Rules() is not { } rules) return 0;
        var marked = 0;
        foreach (var stale in State.Attempts.Where(a => a.State is AttemptState.Graded or AttemptState.NeedsGrading && a.KeyVersion < rules.KeyVersion).Select(a => a.Number).ToArray())
        {
            var version = Version;
            var data = await Load(stale);
            var results = await MarkAll(data, rules);
            if (results is null) return QuizErrors.Marking;
            var regraded = await Execute(s => Version == version ? Marking.Regrade(s, stale, data, results.Value, rules, time.GetUtcNow()) : QuizErrors.Marking);
            if (!regraded.IsOk) return regraded.Error;
            if (Version != version) marked++;
        }
        return marked;
    }

    public async Task<Result<int>> Recount()
    {
        if (await Rules() is not { } rules) return 0;
        var before = Version;
        var counted = await Execute(s => Marking.Recount(s, rules));
        if (!counted.IsOk) return counted.Error;
        return Version == before ? 0 : 1;
    }

    /// <summary>Marks what was handed in. What cannot be marked now (the bank does not answer) is tried again by the clock.</summary>
    private async Task MarkWaiting()
    {
        foreach (var number in State.Attempts.Where(a => a.State == AttemptState.HandedIn).Select(a => a.Number).ToArray())
        {
            if (await Rules() is not { } rules) return;
            var data = number == State.Attempts.Length && !State.Data.Paper.Items.IsEmpty ? State.Data : await Load(number);
            if (await MarkAll(data, rules) is not { } results) return;
            var marked = await Execute(s => Marking.Mark(s, number, data, results, rules, time.GetUtcNow()));
            if (marked.IsOk && State.Find(number) is { State: AttemptState.NeedsGrading, ToGrade.Length: var waiting } && !State.Preview)
                await this.Publish(LiveTopics.Quiz(Id.QuizId), "grading", 0, new { Id.UserId, number, waiting });
        }
    }

    /// <summary>All questions of a paper marked, by rounds of tries; null when the bank does not answer.</summary>
    private async Task<ImmutableArray<MarkResult>?> MarkAll(AttemptData data, QuizRules rules)
    {
        var items = data.Paper.Items;
        var rounds = items.Select(i => Marking.Rounds(data.Answer(i.Place), data.Paper)).ToArray();
        var results = new MarkResult[items.Length];
        try
        {
            for (var round = 0; round < rounds.Max(r => r.Length); round++)
            {
                var asked = Enumerable.Range(0, items.Length).Where(i => round < rounds[i].Length).ToArray();
                var marked = await AsPlatform(() => Papers.Mark(
                    [.. asked.Select(i => Marking.Request(data.Paper, items[i], rules, rounds[i][round], round, round == 0 ? null : results[i].Mark))]));
                for (var n = 0; n < asked.Length; n++) results[asked[n]] = round == 0 ? marked[n] : Marking.Better(results[asked[n]], marked[n]);
            }
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or System.Data.Common.DbException or IOException)
        {
            return null;
        }
        return [.. results];
    }
}
