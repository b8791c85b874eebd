namespace LearningHub.Engine.Tests.Activations;

[Alias("engine-tests.counted")]
public interface ICountedGrain : IGrainWithStringKey
{
    [Alias("Come")] Task Come();
    [Alias("Go")] Task Go();
}

/// <summary>Used by the test of the statistics alone: Orleans counts activations of a class for the whole process, over all hosts in it.</summary>
public sealed class CountedGrain : Grain, ICountedGrain
{
    public Task Come() => Task.CompletedTask;

    public Task Go()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
