using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>Takes all room of the hub's disk until requests are refused for it, then gives it back.</summary>
internal sealed class DiskFiller(string folder, Traffic traffic)
{
    private const int InsufficientStorage = 507;

    /// <summary>Longer than a save is tried for: those give up, and say that they do not know.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(12);

    /// <summary>Until uploads have been told that there is no room, and a while longer.</summary>
    public async Task FillUntilFelt(CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "filler");
        // Opening an upload takes a commit, which will not work: one must be under way.
        await Wait.Until("a piece of an upload is on its way", TimeSpan.FromSeconds(60), () => traffic.InFlight().Contains("chunk"), cancellation);
        var started = TimeProvider.System.GetTimestamp();
        var before = traffic.Statuses.GetValueOrDefault(InsufficientStorage);
        try
        {
            await Wait.Until("uploads are told that the disk is full", TimeSpan.FromSeconds(60), () =>
            {
                // Others give room back at times: files that are closed, logs that are recycled.
                SmallDisk.Fill(path);
                return traffic.Statuses.GetValueOrDefault(InsufficientStorage) >= before + 20 && TimeProvider.System.GetElapsedTime(started) > Least;
            }, cancellation);
        }
        finally { File.Delete(path); }
    }
}
