namespace LearningHub.Web.Tests.Hostile;

/// <summary>SplitMix64. The seeded generator of .NET is linear in its seed: with seeds in a row its numbers go together, and some requests would never
/// be made.</summary>
internal sealed class Dice(long seed) : Random
{
    private ulong _state = (ulong)seed * 0x9E3779B97F4A7C15;

    public override int Next() => (int)(Roll() >> 33);
    public override int Next(int maxValue) => (int)(Roll() % (ulong)Math.Max(1, maxValue));
    public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);
    public override long NextInt64() => (long)(Roll() >> 1);
    public override double NextDouble() => (Roll() >> 11) * (1.0 / (1UL << 53));
    protected override double Sample() => NextDouble();

    private ulong Roll()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
