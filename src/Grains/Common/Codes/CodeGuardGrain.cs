namespace LearningHub.Grains.Common;

/// <summary>Key <see cref="TenantKey"/>. At most ten moments in memory. A call or two a typed code.</summary>
[GrainType("code-guard")]
internal sealed class CodeGuardGrain(TimeProvider time) : Grain, ICodeGuardGrain
{
    public const int Allowed = 10;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly Queue<DateTimeOffset> _misses = new();

    public Task<TimeSpan?> Wait()
    {
        Forget();
        return Task.FromResult<TimeSpan?>(_misses.Count < Allowed ? null : _misses.Peek() + Window - time.GetUtcNow());
    }

    public Task Miss()
    {
        Forget();
        if (_misses.Count == Allowed) _misses.Dequeue();
        _misses.Enqueue(time.GetUtcNow());
        return Task.CompletedTask;
    }

    private void Forget()
    {
        while (_misses.TryPeek(out var oldest) && oldest + Window <= time.GetUtcNow()) _misses.Dequeue();
    }
}
