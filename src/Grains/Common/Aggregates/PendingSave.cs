namespace LearningHub.Grains.Common;

/// <summary>A save on its way: the ids that make a second try recognizable are given once, here.</summary>
internal sealed class PendingSave(SaveRequest request, DateTimeOffset at, DateTimeOffset patience)
{
    private readonly TaskCompletionSource<SaveResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SaveRequest Request { get; } = request;
    public DateTimeOffset At { get; } = at;
    public DateTimeOffset Patience { get; } = patience;
    public Guid SaveId { get; } = Guid.CreateVersion7(at);
    public Guid[] EventIds { get; } = [.. request.Events.Select(_ => Guid.CreateVersion7(at))];

    /// <summary>An earlier try lost its answer: the save may be in the database already.</summary>
    public bool MaybeCommitted { get; set; }

    public bool HasClaims => Request.Claims.Length > 0 || Request.Released.Length > 0;
    public (string, string) AggregateKey => (Request.Type, Request.Key);
    public Task<SaveResult> Result => _done.Task;

    public void Complete(SaveResult result) => _done.TrySetResult(result);
    public void Fail(Exception e) => _done.TrySetException(e);
}
