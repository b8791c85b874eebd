namespace LearningHub.Engine.Tests;

/// <summary>A service of an activation's own scope.</summary>
public sealed class ScopeProbe(Probe probe) : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public void Dispose() => probe.Note($"scope disposed:{Id}");
}
