using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LearningHub.Silo.Workers.Transcoding;

/// <param name="Code">The exit code; 128 + n where a signal ended it.</param>
/// <param name="Errors">The last lines of standard error.</param>
internal sealed record ProcessEnd(int Code, string Errors, bool Stalled);

/// <summary>One run of ffmpeg or ffprobe: low priority, output by lines, killed with its children on cancellation or when it says nothing new for
/// too long.</summary>
internal sealed class FFmpegProcess(TimeProvider time)
{
    private const int KeptErrorLines = 20;

    /// <param name="onLine">Each line of standard output; true when it shows progress.</param>
    /// <param name="pidFile">Says which process is ours, should this host be killed; see <see cref="KillLeftBehind"/>.</param>
    public async Task<ProcessEnd> Run(string program, IReadOnlyList<string> arguments, string folder, Func<string, bool> onLine, TimeSpan stall, string? pidFile, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        using var activity = TranscodeTrace.Source.StartActivity(Path.GetFileName(program));
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var watchdog = time.CreateTimer(_ => stop.Cancel(), null, stall, Timeout.InfiniteTimeSpan);
        try
        {
            Yield(process);
            if (pidFile is not null) await File.WriteAllTextAsync(pidFile, process.Id.ToString(CultureInfo.InvariantCulture), cancellation);
            var errors = ReadErrors(process.StandardError);
            while (await process.StandardOutput.ReadLineAsync(stop.Token) is { } line)
                if (onLine(line)) watchdog.Change(stall, Timeout.InfiniteTimeSpan);
            await process.WaitForExitAsync(stop.Token);
            activity?.SetTag("process.exit.code", process.ExitCode);
            return new(process.ExitCode, await errors, false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(-1, "no progress", true);
        }
        finally
        {
            await Kill(process);
            if (pidFile is not null) File.Delete(pidFile);
        }
    }

    /// <summary>Ends a process that a killed host left running: only if it still is the one that works on this folder.</summary>
    public static void KillLeftBehind(string pidFile, string marker)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(pidFile)) return;
        if (int.TryParse(File.ReadAllText(pidFile), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && WorksIn(pid, marker))
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill(entireProcessTree: true);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It ended by itself.
            }
        }
        File.Delete(pidFile);
    }

    private static bool WorksIn(int pid, string folder)
    {
        try
        {
            return new DirectoryInfo($"/proc/{pid}/cwd").ResolveLinkTarget(returnFinalTarget: false)?.FullName == folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<string> ReadErrors(StreamReader reader)
    {
        var lines = new Queue<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line.Length > 500 ? line[..500] : line);
            if (lines.Count > KeptErrorLines) lines.Dequeue();
        }
        return string.Join('\n', lines);
    }

    /// <summary>Pages and grains on the same machine go first.</summary>
    private static void Yield(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or PlatformNotSupportedException)
        {
            // It has ended already, or the system does not let us: the run is right all the same.
        }
    }

    private static async Task Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It ended between the question and the kill.
        }
    }
}
