using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using LearningHub.Bench.Live;

namespace LearningHub.Bench.Faults;

/// <summary>A person's line to the room, as a page keeps it: broken, it is opened again until it is left. When it was open is noted, to be held against the attendance.</summary>
internal sealed class RoomLine(Uri address, string topic, Person person, Ledger ledger) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _left = new();
    private bool _disposed;
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _keeping = Task.CompletedTask;

    /// <summary>Until it is open for the first time.</summary>
    public Task Open(TimeSpan patience, CancellationToken cancellation)
    {
        _keeping = Keep();
        return _open.Task.WaitAsync(patience, TimeProvider.System, cancellation);
    }

    private async Task Keep()
    {
        while (!_left.IsCancellationRequested)
        {
            var seat = new RoomSeat();
            var asked = Now;
            try
            {
                await seat.Open(address, person.Token, topic, _left.Token);
                var open = Now;
                _open.TrySetResult();
                await Task.WhenAny(seat.Ended, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _left.Token));
                ledger.Note("line", new() { ["user"] = person.UserId, ["asked"] = Text(asked), ["open"] = Text(open), ["ended"] = Text(Now), ["left"] = _left.IsCancellationRequested });
            }
            // Nobody listens, or not to the end.
            catch (Exception e) when (e is WebSocketException or InvalidOperationException or TimeoutException or HttpRequestException or IOException or OperationCanceledException) { }
            await seat.DisposeAsync();
            try { await Task.Delay(BetweenTries, TimeProvider.System, _left.Token); }
            catch (OperationCanceledException) { }
        }
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
    private static string Text(DateTimeOffset moment) => moment.ToString("O", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _left.CancelAsync();
        await _keeping;
        _left.Dispose();
    }
}
