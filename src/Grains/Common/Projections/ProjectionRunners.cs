using System.Collections.Frozen;

namespace LearningHub.Grains.Common;

/// <summary>The runners of this process, by name.</summary>
internal sealed class ProjectionRunners(IEnumerable<IProjection> projections, ProjectionServices services) : IAsyncDisposable
{
    private readonly FrozenDictionary<string, ProjectionRunner> _runners = projections.ToFrozenDictionary(p => p.Name, p => Runner(p, services));

    public IReadOnlyList<IProjection> Projections { get; } = [.. projections];

    public IReadOnlyCollection<ProjectionRunner> All => _runners.Values;

    /// <summary>The events whose payload somebody reads.</summary>
    public IReadOnlyList<string> PayloadsOf { get; } = [.. projections.SelectMany(p => p switch { Fold f => f.EventNames, Reactor r => r.EventNames, _ => [] }).Distinct()];

    public ProjectionRunner? Find(string name) => _runners.GetValueOrDefault(name);

    private static ProjectionRunner Runner(IProjection projection, ProjectionServices services) => projection switch
    {
        IView view => new ViewRunner(services, view),
        Fold fold => new FoldRunner(services, fold),
        Reactor reactor => new ReactorRunner(services, reactor),
        _ => throw new InvalidOperationException($"{projection.Name} is neither a view, a fold nor a reactor."),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in _runners.Values) await runner.DisposeAsync();
    }
}
