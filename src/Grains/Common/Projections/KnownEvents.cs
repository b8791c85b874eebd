using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using LearningHub.Grains.Interfaces.Common;
using Microsoft.Extensions.Logging;

namespace LearningHub.Grains.Common;

/// <summary>The events that this build has a class for, and those that the operator gave up. Silos of two versions share the checkpoints: what one of them has
/// never heard of may be what the other's folds and reactors wait for, so nobody here passes it on their behalf.</summary>
internal sealed partial class KnownEvents(IEnumerable<string> names, IEnumerable<string>? abandoned = null)
{
    private readonly FrozenSet<string> _names = [.. names, .. abandoned ?? []];
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public static KnownEvents OfThisBuild { get; } = new(In(typeof(DomainEvent).Assembly, typeof(KnownEvents).Assembly));

    /// <summary>Every <c>[EventName]</c> of these assemblies.</summary>
    public static IEnumerable<string> In(params Assembly[] assemblies) =>
        assemblies.SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(DomainEvent))).Select(t => t.GetCustomAttribute<EventNameAttribute>()?.Name).OfType<string>();

    public IReadOnlyCollection<string> Names => _names;

    public bool Contains(EventRow row) => _names.Contains(row.Name);

    /// <summary>The rows before the first that is not known.</summary>
    public IReadOnlyList<EventRow> Before(IReadOnlyList<EventRow> rows, ILogger log)
    {
        for (var i = 0; i < rows.Count; i++)
            if (!Contains(rows[i]))
            {
                if (_told.TryAdd(rows[i].Name, true)) LogUnknown(log, rows[i].Name, rows[i].Position);
                return [.. rows.Take(i)];
            }
        return rows;
    }

    /// <summary>Why a projection does not go on, for whoever looks.</summary>
    public static string Waiting(EventRow row) => $"Waits before {row.Name} at {row.Position}: another version stored it, and this silo's does not know it.";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Folds and reactors wait before {EventName} at {Position}: another version stored it, and this one does not know it")]
    private static partial void LogUnknown(ILogger log, string eventName, long position);
}

/// <summary>Section <c>Hub</c>.</summary>
internal sealed class AbandonedEventsOptions
{
    /// <summary>Names of events of a version that is gone for good: folds and reactors pass them; the audit trail keeps them.</summary>
    public string[] AbandonedEvents { get; set; } = [];
}
