namespace LearningHub.Grains.Interfaces.Common;

public static class ProjectionWaits
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Waits until a projection has passed this write, so that a page shows it; at most 2 s, then the page shows what there is.</summary>
    public static Task<bool> Passed(this IGrainFactory grains, string projection, Receipt receipt) =>
        grains.GetGrain<IProjectionGrain>($"system/{projection}").WaitFor(receipt, Patience);
}
