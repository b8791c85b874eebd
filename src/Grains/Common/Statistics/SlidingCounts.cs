namespace LearningHub.Grains.Common;

/// <summary>Counts of the last minute, in slots of ten seconds. Adding takes no lock and allocates nothing: a count that comes while a slot is emptied may be lost, once in ten seconds.</summary>
internal sealed class SlidingCounts(int width, TimeProvider time)
{
    public const int Slots = 6, SlotSeconds = 10;
    private readonly long _began = time.GetTimestamp();
    private readonly Slot[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new Slot(width))];
    private readonly Lock _gate = new();

    public void Add(int index)
    {
        var number = (long)(Passed / SlotSeconds);
        var slot = _slots[number % Slots];
        if (Volatile.Read(ref slot.Number) != number) Empty(slot, number);
        Interlocked.Increment(ref slot.Counts[index]);
    }

    /// <summary>The sums over the last minute, and how many seconds of it there have been.</summary>
    public (long[] Counts, double Seconds) Read()
    {
        var passed = Passed;
        var number = (long)(passed / SlotSeconds);
        var sums = new long[width];
        foreach (var slot in _slots)
        {
            if (Volatile.Read(ref slot.Number) is var n && (n <= number - Slots || n > number)) continue;
            for (var i = 0; i < width; i++) sums[i] += Volatile.Read(ref slot.Counts[i]);
        }
        var seconds = passed - Math.Max(0, number - Slots + 1) * SlotSeconds;
        return (sums, Math.Max(seconds, 1));
    }

    private double Passed => time.GetElapsedTime(_began).TotalSeconds;

    private void Empty(Slot slot, long number)
    {
        lock (_gate)
        {
            if (slot.Number >= number) return;
            Array.Clear(slot.Counts);
            Volatile.Write(ref slot.Number, number);
        }
    }

    private sealed class Slot(int width)
    {
        public readonly long[] Counts = new long[width];
        // Of no slot: nothing is counted in it yet.
        public long Number = -1;
    }
}
