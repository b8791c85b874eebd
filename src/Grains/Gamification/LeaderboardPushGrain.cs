using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gamification;
using Npgsql;
using Orleans.Runtime;

namespace LearningHub.Grains.Gamification;

/// <summary>Key <c>tenant/leaderboards</c>. Nothing is stored: who watches asks again every minute. Called once a batch of the fold that changed a board;
/// reads and pushes only boards that somebody watches, each at most once a second, whatever the number of entries and viewers.</summary>
[GrainType("leaderboard-push")]
internal sealed class LeaderboardPushGrain(NpgsqlDataSource database, TimeProvider time) : Grain, ILeaderboardPushGrain
{
    private const int Shown = 10, MostWatched = 2_000;
    private static readonly TimeSpan Counts = TimeSpan.FromMinutes(3), Every = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Watched> _watched = [];
    private BoardReader _boards = null!;
    private string _tenant = "";
    private IGrainTimer? _timer;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = this.GetPrimaryKeyString().Split('/')[0];
        _boards = new(database, _tenant, new PeopleNames(GrainFactory, _tenant, time));
        return Task.CompletedTask;
    }

    public async Task<Result<long>> Watch(string topicId)
    {
        if (Boards.Parse(topicId) is not var (period, courseId)) return GamificationErrors.NoBoard;
        if (courseId is not null && !await GrainFactory.ChatRoom(new(_tenant, courseId)).IsMember()) return GamificationErrors.NotMember;
        var now = time.GetUtcNow();
        if (_watched.Count >= MostWatched) foreach (var (old, w) in _watched) if (w.Until <= now) _watched.Remove(old);
        if (!_watched.TryGetValue(topicId, out var watched)) _watched[topicId] = watched = new(period, courseId);
        watched.Until = now + Counts;
        return watched.Number;
    }

    public async Task Changed(ImmutableArray<string> boards)
    {
        var now = time.GetUtcNow();
        foreach (var (topicId, watched) in _watched)
            if (watched.Until <= now) _watched.Remove(topicId);
            else if (boards.IsDefaultOrEmpty || boards.Contains(Boards.Name(watched.Period, watched.CourseId, now))) watched.Due = true;
        await PushDue();
    }

    private async Task PushDue()
    {
        var now = time.GetUtcNow();
        foreach (var (topicId, watched) in _watched.Where(w => w.Value.Due && w.Value.PushedAt + Every <= now).ToArray())
        {
            (watched.Due, watched.PushedAt) = (false, now);
            // Of the wall clock, so that another activation's numbers go on from there.
            watched.Number = Math.Max(watched.Number + 1, now.ToUnixTimeMilliseconds());
            var board = Boards.Name(watched.Period, watched.CourseId, now);
            var top = new BoardTop(await _boards.Top(board, Shown), await _boards.People(board));
            await this.Publish(LiveTopics.Board(topicId), "board", watched.Number, top);
        }
        _timer?.Dispose();
        _timer = _watched.Values.Where(w => w.Due).Select(w => w.PushedAt + Every - now).DefaultIfEmpty(TimeSpan.MaxValue).Min() is var next && next < TimeSpan.MaxValue
            ? this.RegisterGrainTimer(PushDue, new GrainTimerCreationOptions(next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan)) : null;
    }

    private sealed class Watched(BoardPeriod period, string? courseId)
    {
        public BoardPeriod Period => period;
        public string? CourseId => courseId;
        public DateTimeOffset Until { get; set; }
        public DateTimeOffset PushedAt { get; set; }
        public bool Due { get; set; }
        public long Number { get; set; }
    }
}
