using Orleans.Runtime;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The actor of the current call chain, kept in Orleans' <see cref="RequestContext"/>.</summary>
public static class ActorContext
{
    private const string Key = "hub.actor";

    /// <summary>The actor, or null where nobody has said (the call filter refuses such calls).</summary>
    public static Actor? Current
    {
        get => Actor.Parse(RequestContext.Get(Key) as string);
        set
        {
            if (value is null) RequestContext.Remove(Key);
            else RequestContext.Set(Key, value.ToString());
        }
    }

    /// <summary>The actor; only valid inside a grain call, where the filter has seen to it.</summary>
    public static Actor Required => Current ?? throw new InvalidOperationException("No actor in the request context.");

    /// <summary>Acts as <paramref name="actor"/> until disposed. For timers, reminders, reactors and sign-in, which have no caller of their own.</summary>
    public static IDisposable As(Actor actor)
    {
        var before = Current;
        Current = actor;
        return new Restore(before);
    }

    private sealed class Restore(Actor? before) : IDisposable
    {
        public void Dispose() => Current = before;
    }
}
