using System.Collections.Concurrent;

namespace LearningHub.Engine.Tests;

/// <summary>What grains tell the test, and what the test holds back from them. One a host, found by name.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentQueue<string> _notes = new();

    public IReadOnlyList<string> Notes => [.. _notes];

    public void Note(string note) => _notes.Enqueue(note);

    public IReadOnlyList<string> Of(string prefix) => [.. _notes.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..])];

    public Task Gate(string name) => Source(name).Task;

    public void Open(string name) => Source(name).TrySetResult();

    /// <summary>Lets go of all that a failed test left behind: a grain that waits for ever can keep a silo from stopping.</summary>
    public void OpenAll()
    {
        foreach (var gate in _gates.Values) gate.TrySetResult();
    }

    private TaskCompletionSource Source(string name) => _gates.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
