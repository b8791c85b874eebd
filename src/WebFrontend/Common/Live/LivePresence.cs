using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>Tells the presence grains who watches here: soon after a change, and every 20 s.</summary>
internal sealed partial class LivePresence : BackgroundService
{
    private static readonly string[] Kinds = ["chat", "class"];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(20);
    /// <summary>A room whose silo has just died must not hold up the others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    /// <summary>Reports under way of one kind of topic. Those that hang are let go after the patience: even some hundred of them must not make the others late.</summary>
    private const int AtOnce = 256;

    private readonly ConcurrentDictionary<LiveTopic, byte> _changed = new();
    private readonly string _frontEnd = Guid.NewGuid().ToString("n");
    private long _number;
    private readonly LiveRelay _relay;
    private readonly IGrainFactory _grains;
    private readonly Dictionary<string, IPresenceListener> _listeners;
    private readonly Dictionary<string, long> _told = [];
    private readonly ConcurrentDictionary<LiveTopic, byte> _underWay = new();
    private readonly Dictionary<string, SemaphoreSlim> _places = Kinds.ToDictionary(kind => kind, _ => new SemaphoreSlim(AtOnce));
    private readonly TimeProvider _time;
    private readonly ILogger<LivePresence> _log;

    public LivePresence(LiveRelay relay, IGrainFactory grains, IEnumerable<IPresenceListener> listeners, TimeProvider time, ILogger<LivePresence> log)
    {
        (_relay, _grains, _time, _log) = (relay, grains, time, log);
        _listeners = listeners.ToDictionary(l => l.Kind);
        relay.ViewersChanged = topic =>
        {
            if (Counts(topic)) _changed[topic] = 0;
        };
    }

    /// <summary>Whether those who watch it see who else does.</summary>
    public static bool Counts(LiveTopic topic) => Kinds.Contains(topic.Kind);

    /// <summary>Who is here, for one who has just come: the others' view need not have changed. They themselves are in the push that follows their
    /// report; should it have come first, this answer is too old to be shown.</summary>
    public async Task Show(LiveConnection connection, LiveTopic topic)
    {
        try
        {
            using (ActorContext.As(Actor.System(topic.Tenant))) _relay.ShowPresence(connection, topic, await Grain(topic).Get());
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
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                if (_time.GetElapsedTime(all) >= Again)
                {
                    all = _time.GetTimestamp();
                    foreach (var kind in Kinds)
                        foreach (var topic in _relay.TopicsOfKind(kind)) _changed[topic] = 0;
                }
                foreach (var listener in _listeners.Values)
                {
                    if (_told.TryGetValue(listener.Kind, out var at) && _time.GetElapsedTime(at) < listener.Again) continue;
                    _told[listener.Kind] = _time.GetTimestamp();
                    foreach (var topic in _relay.TopicsOfKind(listener.Kind)) _changed[topic] = 0;
                }
                foreach (var topic in _changed.Keys) Begin(topic);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
    }

    /// <summary>Never waits: what cannot begin now begins at the next look. One report of a topic at a time.</summary>
    private void Begin(LiveTopic topic)
    {
        var places = _places[topic.Kind];
        if (!_underWay.TryAdd(topic, 0)) return;
        if (!places.Wait(0)) { _underWay.TryRemove(topic, out _); return; }
        _changed.TryRemove(topic, out _);
        _ = Task.Run(async () =>
        {
            await Report(topic);
            _underWay.TryRemove(topic, out _);
            places.Release();
        });
    }

    private async Task Report(LiveTopic topic)
    {
        // The number before the look: what changes after it makes a report of its own.
        var number = Interlocked.Increment(ref _number);
        try
        {
            ImmutableArray<string> people = [.. _relay.Viewers(topic)];
            using (ActorContext.As(Actor.System(topic.Tenant)))
            {
                // Side by side: neither waits for the other.
                var told = _listeners.TryGetValue(topic.Kind, out var listener) ? listener.Report(topic, _frontEnd, number, people) : Task.CompletedTask;
                await Task.WhenAll(Grain(topic).Report(_frontEnd, number, people), told).WaitAsync(Patience, _time);
            }
        }
        catch (TimeoutException e)
        {
            // A busy or dying silo: at the next look again.
            _changed[topic] = 0;
            ReportFailed(_log, e);
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
