namespace LearningHub.Grains.Interfaces.Common;

public static class ProjectionExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until a view shows this write: two seconds, half a second more for a silo that does not answer, and never fails the page for it: what
    /// it waits for is committed. False: not yet, or nobody could say.</summary>
    public static async Task<bool> Passed(this IGrainFactory grains, string projection, Receipt receipt, TimeProvider? time = null)
    {
        Task<bool>? asked = null;
        try
        {
            asked = grains.GetGrain<IProjectionGrain>($"system/{projection}").WaitFor(receipt, Patience);
            return await asked.WaitAsync(Patience + Grace, time ?? TimeProvider.System);
        }
        // Nothing here is cancelled by the caller: a cancellation is that of a silo that stops.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _ = asked?.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return false;
        }
    }
}
