namespace LearningHub.Grains.Interfaces.Common;

public static class ProjectionExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Waits until a view shows this write: at most two seconds, and never fails the page for it. False: not yet.</summary>
    public static async Task<bool> Passed(this IGrainFactory grains, string projection, Receipt receipt)
    {
        try { return await grains.GetGrain<IProjectionGrain>($"system/{projection}").WaitFor(receipt, Patience); }
        catch (Exception e) when (e is TimeoutException or Orleans.Runtime.OrleansException) { return false; }
    }
}
