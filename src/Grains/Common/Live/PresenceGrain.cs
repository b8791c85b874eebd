using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Runtime;

namespace LearningHub.Grains.Common;

/// <summary>Key <c>tenant/topic</c>. Nothing is stored: front ends report again within 20 s of its loss. About one call a front end and second
/// at most; at most one push a second.</summary>
[GrainType("presence")]
internal sealed class PresenceGrain(TimeProvider time) : Grain, IPresenceGrain
{
    private readonly PresenceSum _sum = new();
    private PeopleNames _names = null!;
    private string _tenant = "";
    private string _topic = "";
    private ImmutableArray<string> _published = [];
    private DateTimeOffset _publishedAt;
    private long _number;
    private PresenceView _told = new(0, [], 0);
    private IGrainTimer? _timer;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        _tenant = key[..key.IndexOf('/')];
        _topic = key[(key.IndexOf('/') + 1)..];
        _names = new(GrainFactory, _tenant, time);
        return Task.CompletedTask;
    }

    public async Task Report(string frontEnd, long number, ImmutableArray<string> userIds)
    {
        _sum.Report(frontEnd, number, userIds, time.GetUtcNow());
        await PublishIfChanged();
    }

    public Task<PresenceView> Get() => Task.FromResult(_told);

    private async Task PublishIfChanged()
    {
        var now = time.GetUtcNow();
        var present = _sum.Present(now);
        var due = _publishedAt + PresenceSum.PublishEvery;
        var changed = !present.SequenceEqual(_published) || !present.IsEmpty && now >= _publishedAt + PresenceSum.TellAgain;
        if (changed && now >= due)
        {
            var view = await View(present);
            (_published, _publishedAt, _told) = (present, now, view);
            await this.Publish(_topic, LiveKinds.Presence, view.Number, view);
            changed = false;
        }
        // The next look: when a held-back change may go out, else when the oldest report runs out.
        var next = changed ? due - now : _sum.Expires(now);
        _timer?.Dispose();
        _timer = next is { } wait ? this.RegisterGrainTimer(PublishIfChanged, new GrainTimerCreationOptions(Positive(wait), Timeout.InfiniteTimeSpan)) : null;
    }

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1);

    private async Task<PresenceView> View(ImmutableArray<string> present)
    {
        // Of the wall clock, so that another activation's numbers go on from there.
        var number = _number = Math.Max(_number + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
        var shown = present.Take(PresenceSum.MostShown).ToArray();
        var names = await _names.Of(shown);
        return new(present.Length, [.. shown.Select(id => new PresentPerson(id, names[id]))], number);
    }
}
