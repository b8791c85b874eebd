namespace LearningHub.Grains.Common;

/// <summary>The front of a projection, one a cluster. Key <c>system/{name}</c>. Holds no state: the runner of its silo does the work, and the
/// checkpoint is a row. Called by every silo's feed when events were committed, and by pages that wait for their own write.</summary>
[GrainType("projection")]
internal sealed class ProjectionGrain(ProjectionRunners runners) : Grain, IProjectionGrain
{
    private static readonly Error Unknown = Error.NotFound("projections.unknown", "There is no projection of this name.");

    private string Name => this.GetPrimaryKeyString() is var key ? key[(key.IndexOf('/') + 1)..] : "";
    private ProjectionRunner? Runner => runners.Find(Name);

    public Task Wake()
    {
        Runner?.Wake();
        return Task.CompletedTask;
    }

    public async Task<ProjectionStatus> Status() => Runner is { } runner
        ? await runner.Status()
        : new(Name, default, Running: false, Lag: 0, Consumed: 0, LastEventAt: null, Parked: [], Unknown.Message);

    public async Task<Result<ProjectionStatus>> Stop() => Runner is { } runner ? await runner.SetRunning(false) : Unknown;
    public async Task<Result<ProjectionStatus>> Start() => Runner is { } runner ? await runner.SetRunning(true) : Unknown;
    public async Task<Result<ProjectionStatus>> Rebuild() => Runner is { } runner ? await runner.Rebuild() : Unknown;
    public async Task<Result<ProjectionStatus>> RetryParked() => Runner is { } runner ? await runner.RetryParked() : Unknown;
    public async Task<bool> WaitFor(Receipt receipt, TimeSpan patience) => Runner is { } runner && await runner.WaitFor(receipt, patience);
}
