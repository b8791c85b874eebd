using System.Diagnostics.Metrics;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>Meter <c>LearningHub.Live</c>: how many sockets and topics this front end holds, how many pushes it took in and how many frames went out.</summary>
internal static class LiveMetrics
{
    private static readonly Meter Meter = new("LearningHub.Live");
    private static readonly UpDownCounter<int> Sockets = Meter.CreateUpDownCounter<int>("hub.live.sockets", "{socket}", "Open sockets of pages");
    private static readonly UpDownCounter<int> Topics = Meter.CreateUpDownCounter<int>("hub.live.topics", "{topic}", "Topics with a viewer here");
    private static readonly Counter<long> Pushes = Meter.CreateCounter<long>("hub.live.pushes", "{push}", "Pushes taken from streams");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("hub.live.slow_sockets", "{socket}", "Sockets closed because they did not read");

    public static void SocketOpened() => Sockets.Add(1);
    public static void SocketClosed() => Sockets.Add(-1);
    public static void TopicOpened(string kind) => Topics.Add(1, new KeyValuePair<string, object?>("kind", kind));
    public static void TopicClosed(string kind) => Topics.Add(-1, new KeyValuePair<string, object?>("kind", kind));
    public static void Pushed(string topicKind) => Pushes.Add(1, new KeyValuePair<string, object?>("kind", topicKind));
    public static void SlowSocket() => Dropped.Add(1);
}
