using Orleans.InProcess.Activations;
using Orleans.InProcess.Calls;

namespace Orleans.Runtime;

/// <summary>
/// Values that travel with a call, from the caller to the callee and on to what it calls, and with an item of a stream, from its
/// publisher to its consumers. They do not travel back, nor into timers or reminders. Whoever consumes a stream and calls grains
/// does so in the publisher's context unless it sets its own. The values themselves are not copied: keep them immutable.
/// </summary>
public static class RequestContext
{
    private static readonly AsyncLocal<CallContext?> Ambient = new();

    /// <summary>The call chain that may come back into grains that allowed it; empty for none.</summary>
    public static Guid ReentrancyId
    {
        get => Ambient.Value?.ReentrancyId ?? Guid.Empty;
        set => Ambient.Value = CallContext.Of(value, Ambient.Value?.Values);
    }

    /// <summary>The names of the values.</summary>
    public static IEnumerable<string> Keys => (IEnumerable<string>?)Ambient.Value?.Values?.Keys ?? [];

    /// <summary>The values with their names.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => (IEnumerable<KeyValuePair<string, object>>?)Ambient.Value?.Values ?? [];

    internal static CallContext? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Until disposed, calls that this grain causes, directly or not, may come back into it without waiting.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var current = ReentrancyId;
        return new ReentrancySection(current, current == Guid.Empty ? Guid.NewGuid() : current);
    }

    /// <summary>Until disposed, calls made here belong to no call chain.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>The value, or null.</summary>
    public static object? Get(string key) => Ambient.Value?.Values?.GetValueOrDefault(key);

    /// <summary>Sets a value for this flow of control and the calls it makes.</summary>
    public static void Set(string key, object value)
    {
        var current = Ambient.Value;
        var values = current?.Values is { } old ? new Dictionary<string, object>(old) : [];
        values[key] = value;
        Ambient.Value = CallContext.Of(current?.ReentrancyId ?? Guid.Empty, values);
    }

    /// <summary>Removes a value; says whether there was one.</summary>
    public static bool Remove(string key)
    {
        var current = Ambient.Value;
        if (current?.Values is not { } old || !old.ContainsKey(key)) return false;
        var values = new Dictionary<string, object>(old);
        values.Remove(key);
        Ambient.Value = CallContext.Of(current.ReentrancyId, values.Count == 0 ? null : values);
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear() => Ambient.Value = null;

    /// <summary>A stretch of code with a call chain of its own.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _entered;
        private readonly Activation? _activation;

        /// <summary>Enters a section.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            (_original, _entered) = (originalReentrancyId, newReentrancyId);
            if (_original != _entered) ReentrancyId = _entered;
            if (_entered == Guid.Empty) return;
            _activation = GrainThread.Current;
            _activation?.EnterCallChain(_entered);
        }

        /// <summary>Leaves it.</summary>
        public void Dispose()
        {
            if (_original != _entered) ReentrancyId = _original;
            _activation?.LeaveCallChain(_entered);
        }
    }
}
