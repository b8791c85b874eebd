namespace Orleans.InProcess.Hosting;

/// <summary>The ports that a silo would listen on: names only, nothing listens.</summary>
internal sealed class SiloPorts
{
    public int Silo { get; set; } = 11111;
    public int Gateway { get; set; } = 30000;
}
