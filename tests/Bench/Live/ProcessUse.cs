using System.Globalization;

namespace LearningHub.Bench.Live;

/// <summary>What a process has used so far: seconds of processor time, and its memory now and at its most, in MB.</summary>
internal readonly record struct ProcessUse(double Seconds, long Memory, long Peak)
{
    // USER_HZ, which is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    public static ProcessUse Of(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new((Number(fields[11]) + Number(fields[12])) / TicksPerSecond, Kilobytes("VmRSS:") / 1024, Kilobytes("VmHWM:") / 1024);

        long Kilobytes(string name) => Number(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]);
        static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
