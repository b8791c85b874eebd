using System.Diagnostics;

namespace LearningHub.Silo.Database;

/// <summary>Runs a program to its end.</summary>
internal static class CommandLine
{
    public static async Task<(int ExitCode, string Output)> Run(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        // The messages are read by people and matched by us: one language, whatever the machine speaks.
        start.Environment["LC_ALL"] = "C";
        // No connection setting of the user's shell may reach the server's tools.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            // The exit first: what the program leaves running may hold its outputs open.
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            if (!process.HasExited) process.Kill();
            throw;
        }
    }

    public static async Task<bool> Succeeds(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        try { return (await Run(command, cancellation)).ExitCode == 0; }
        catch (System.ComponentModel.Win32Exception) { return false; } // no such program
    }
}
