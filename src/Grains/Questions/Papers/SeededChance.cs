using System.Numerics;

namespace LearningHub.Grains.Questions;

/// <summary>Chance that is the same for the same seed on every machine and in every version of the framework (SplitMix64, Steele and others 2014).
/// For dealing and drawing, not for secrets.</summary>
internal struct SeededChance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A seed for one thing, unrelated to those for others.</summary>
    public static ulong Seed(long seed, string thing) => Mix(Mix((ulong)seed) ^ Hash(thing));

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>0 to <paramref name="below"/> - 1, each as likely (Lemire 2019).</summary>
    public int Next(int below)
    {
        var range = (uint)below;
        var product = (Next() >> 32) * range;
        if ((uint)product < range)
            for (var threshold = (uint)-below % range; (uint)product < threshold;) product = (Next() >> 32) * range;
        return (int)(product >> 32);
    }

    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    public static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    /// <summary>FNV-1a, mixed.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = (hash ^ c) * 1099511628211UL;
        return Mix(BitOperations.RotateLeft(hash, 17));
    }
}
