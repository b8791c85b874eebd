using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LearningHub.Bench.Common;

/// <summary>Signals, and the processes that work in a folder.</summary>
internal static class Processes
{
    public const int Interrupt = 2, Kill = 9, Terminate = 15;

    public static bool Signal(int process, int signal) => process > 1 && kill(process, signal) == 0;

    public static bool IsAlive(int process)
    {
        try
        {
            // A zombie has ended; somebody has only not asked for its exit code yet.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (IOException) { return false; }
    }

    /// <summary>Processes whose command line names the folder: ours, as the folder's name is random.</summary>
    public static IReadOnlyList<int> WorkingIn(string folder)
    {
        var found = new List<int>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId) continue;
            try
            {
                if (File.ReadAllText(Path.Combine(entry, "cmdline")).Contains(folder, StringComparison.Ordinal)) found.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { } // It has ended, or is not ours.
        }
        return found;
    }

    public static async Task<string> Run(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
