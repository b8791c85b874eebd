namespace LearningHub.Engine.Tests.Calls;

[Alias("engine-tests.context")]
public interface IContextGrain : IGrainWithStringKey
{
    [Alias("Get")] Task<string> Get(string name);
    [Alias("GetFurther")] Task<string> GetFurther(string name);
    [Alias("SetInside")] Task SetInside(string name, string value);
    [Alias("Trace")] Task<string> Trace();
    [Alias("StartTimer")] Task StartTimer(string name);
}

public sealed class ContextGrain(Probe probe) : Grain, IContextGrain
{
    public async Task<string> Get(string name)
    {
        await Task.Yield();
        return RequestContext.Get(name) as string ?? "none";
    }

    public Task<string> GetFurther(string name) => GrainFactory.GetGrain<IContextGrain>(this.GetPrimaryKeyString() + "further").Get(name);

    public Task SetInside(string name, string value)
    {
        RequestContext.Set(name, value);
        return Task.CompletedTask;
    }

    public Task<string> Trace() => Task.FromResult(System.Diagnostics.Activity.Current?.TraceId.ToString() ?? "none");

    public Task StartTimer(string name)
    {
        this.RegisterGrainTimer(
            () =>
            {
                probe.Note($"{this.GetPrimaryKeyString()}:timer {RequestContext.Get(name) ?? "none"}");
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }
}
