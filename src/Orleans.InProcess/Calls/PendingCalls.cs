using System.Diagnostics;

namespace Orleans.InProcess.Calls;

/// <summary>
/// The calls that wait for an answer, in striped intrusive lists: adding and removing costs one uncontended lock, and nothing is
/// kept of a call that was answered. Swept five times a second by real time, as a caller's patience is not simulated time.
/// </summary>
internal sealed class PendingCalls : IDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(200);
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, 16).Select(static _ => new Stripe())];
    private readonly Timer _timer;

    public PendingCalls() => _timer = new Timer(static state => ((PendingCalls)state!).Sweep(), this, SweepPeriod, SweepPeriod);

    public void Add(Call call, TimeSpan timeout)
    {
        call.Deadline = Stopwatch.GetTimestamp() + (long)(timeout.TotalSeconds * Stopwatch.Frequency);
        var index = Environment.CurrentManagedThreadId & (_stripes.Length - 1);
        var stripe = _stripes[index];
        lock (stripe)
        {
            call.Stripe = index;
            call.Next = stripe.First;
            if (stripe.First is { } first) first.Previous = call;
            stripe.First = call;
        }
    }

    public void Remove(Call call)
    {
        if (call.Stripe < 0) return;
        var stripe = _stripes[call.Stripe];
        lock (stripe)
        {
            if (call.Previous is { } previous) previous.Next = call.Next;
            else if (stripe.First == call) stripe.First = call.Next;
            else return;
            if (call.Next is { } next) next.Previous = call.Previous;
            call.Previous = call.Next = null;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        var now = Stopwatch.GetTimestamp();
        List<Call>? late = null;
        foreach (var stripe in _stripes)
        {
            lock (stripe)
            {
                for (var call = stripe.First; call is not null; call = call.Next)
                {
                    if (call.Deadline <= now) (late ??= []).Add(call);
                }
            }
        }

        foreach (var call in late ?? [])
        {
            call.Fail(new TimeoutException($"Response did not arrive on time for {call.Entry.InterfaceName}.{call.Entry.Name} of {call.Target}. The grain may still be working on it."));
        }
    }

    private sealed class Stripe
    {
        public Call? First;
    }
}
