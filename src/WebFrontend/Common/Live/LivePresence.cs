using System.Collections.Concurrent;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>Tells the presence grains who watches here: soon after a change, and every 20 s.</summary>
internal sealed partial class LivePresence : BackgroundService
{
    public const string Kind = "chat";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<LiveTopic, byte> _changed = new();
    private readonly string _frontEnd = Guid.NewGuid().ToString("n");
    private readonly LiveRelay _relay;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger<LivePresence> _log;

    public LivePresence(LiveRelay relay, IGrainFactory grains, TimeProvider time, ILogger<LivePresence> log)
    {
        (_relay, _grains, _time, _log) = (relay, grains, time, log);
        relay.ViewersChanged = topic =>
        {
            if (topic.Kind == Kind) _changed[topic] = 0;
        };
    }

    /// <summary>Who is here, for one who has just come: the others' view need not have changed.</summary>
    public async Task Show(LiveConnection connection, LiveTopic topic)
    {
        try
        {
            using (ActorContext.As(Actor.System(topic.Tenant)))
                connection.Enqueue(LiveFrames.Push(topic.Name, LiveKinds.Presence, 0, await Grain(topic).Get()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            ReportFailed(_log, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Look, _time);
        var all = _time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stopping))
        {
            if (_time.GetElapsedTime(all) >= Again)
            {
                all = _time.GetTimestamp();
                foreach (var topic in _relay.TopicsOfKind(Kind)) _changed[topic] = 0;
            }
            foreach (var topic in _changed.Keys) await Report(topic);
        }
    }

    private async Task Report(LiveTopic topic)
    {
        _changed.TryRemove(topic, out _);
        try
        {
            using (ActorContext.As(Actor.System(topic.Tenant))) await Grain(topic).Report(_frontEnd, [.. _relay.Viewers(topic)]);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The report in 20 s replaces it.
            ReportFailed(_log, e);
        }
    }

    private IPresenceGrain Grain(LiveTopic topic) => _grains.GetGrain<IPresenceGrain>($"{topic.Tenant}/{topic.Name}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Presence could not be told or asked")]
    private static partial void ReportFailed(ILogger log, Exception e);
}
