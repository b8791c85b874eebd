namespace LearningHub.Engine.Tests.Calls;

[Alias("engine-tests.filtered")]
public interface IFilteredGrain : IGrainWithStringKey
{
    [Alias("Echo")] Task<string> Echo(string text);
    [Alias("EchoFurther")] Task<string> EchoFurther(string text);
    [Alias("Nothing")] Task Nothing();
    [Alias("Number")] ValueTask<int> Number();
    [Alias("Throw")] Task Throw();
}

/// <summary>Filters its own calls after those of the host.</summary>
public sealed class FilteredGrain(Probe probe) : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.MethodName == nameof(Echo)) probe.Note($"{this.GetPrimaryKeyString()}:own");
        await context.Invoke();
    }

    public Task<string> Echo(string text)
    {
        probe.Note($"{this.GetPrimaryKeyString()}:grain");
        return Task.FromResult(text);
    }

    public Task<string> EchoFurther(string text) => GrainFactory.GetGrain<IFilteredGrain>(this.GetPrimaryKeyString() + "further").Echo(text);

    public Task Nothing()
    {
        probe.Note($"{this.GetPrimaryKeyString()}:nothing");
        return Task.CompletedTask;
    }

    public ValueTask<int> Number() => ValueTask.FromResult(1);

    public Task Throw() => throw new InvalidOperationException("from the grain");
}

public sealed class FirstFilter(Probe probe) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not FilteredGrain)
        {
            await context.Invoke();
            return;
        }
        var key = context.TargetId.Key.ToString();
        probe.Note($"{key}:first {context.InterfaceMethod.DeclaringType!.Name}.{context.InterfaceMethod.Name} {context.ImplementationMethod.DeclaringType!.Name} from {Source(context.SourceId)}");
        switch (key)
        {
            case "refused": throw new UnauthorizedAccessException("no entry");
            case "answered": context.Result = context.MethodName == "Number" ? 42 : "from the filter"; return;
            case "skipped": context.Result = null; return;
            case "broken": return;
        }
        try
        {
            await context.Invoke();
        }
        catch (InvalidOperationException exception) when (context.MethodName == "Throw")
        {
            probe.Note($"{key}:saw {exception.Message}");
            throw;
        }
        if (key == "changed") context.Result = context.Result + "!";
    }

    // The client in the silo's own process has an identity, which ends in the silo's address.
    private static string Source(GrainId? source) => source?.Key.ToString() is not { } key ? "nobody" : key.StartsWith("hosted-", StringComparison.Ordinal) ? "hosted-" : key;
}

public sealed class SecondFilter(Probe probe) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is FilteredGrain) probe.Note($"{context.TargetId.Key}:second");
        await context.Invoke();
    }
}

public sealed class OutgoingFilter(Probe probe) : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType == typeof(IFilteredGrain))
        {
            probe.Note($"{context.TargetId.Key}:sent by {context.SourceId?.Key.ToString() ?? "outside"}");
            if (context.TargetId.Key.ToString() == "unsent")
            {
                context.Result = "not sent";
                return;
            }
        }
        await context.Invoke();
    }
}
