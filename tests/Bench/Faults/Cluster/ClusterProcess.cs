using System.Diagnostics;
using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Silo.Hosting;

namespace LearningHub.Bench.Faults;

/// <summary>One silo or one front end of a cluster, as a child process on loopback. It can be killed, stopped in good order and started again.</summary>
internal sealed class ClusterProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120), StopPatience = TimeSpan.FromSeconds(90);
    private readonly string _folder, _name;
    private readonly IReadOnlyList<string> _command;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly HttpClient _probe;
    private Process? _process;

    private ClusterProcess(string folder, string name, int port, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        (_folder, _name, _command, _environment) = (folder, name, command, environment);
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        _probe = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public Uri Address { get; }

    /// <summary>A silo with web and worker; a new one on the same ports takes the place of one that was killed.</summary>
    public static ClusterProcess Silo(string folder, string name, IReadOnlyDictionary<string, string> environment)
    {
        var port = FreePorts.Take();
        string[] command = ["dotnet", Repository.Program("Silo"), "--cluster", "--advertise", "127.0.0.1", "--silo-port", Text(FreePorts.Take()), "--gateway-port", Text(FreePorts.Take()),
            "--port", Text(port), "--data", Directory.CreateDirectory(Path.Combine(folder, name)).FullName];
        return new(folder, name, port, command, environment);
    }

    public static ClusterProcess FrontEnd(string folder, string name, IReadOnlyDictionary<string, string> environment)
    {
        var port = FreePorts.Take();
        // The folder's name on the command line is what the processes of a run are found by.
        return new(folder, name, port, ["dotnet", Repository.Program("WebFrontend"), "--urls", $"http://127.0.0.1:{Text(port)}", "--run", folder], environment);
    }

    /// <summary>Starts and waits until the catalogue answers, which takes the web, the grains and the database.</summary>
    public async Task<TimeSpan> Start(CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = _folder };
        foreach (var argument in (string[])["-c", $"exec \"$@\" >>{_name}.log 2>&1", "sh", .. _command]) start.ArgumentList.Add(argument);
        foreach (var (key, value) in _environment) start.Environment[key] = value;
        _process = Process.Start(start)!;
        await Wait.Until($"a good answer of {_name}", StartPatience, async () =>
        {
            if (_process.HasExited) throw new InvalidOperationException($"{_name} ended with {_process.ExitCode}: {LogTail()}");
            try
            {
                using var response = await _probe.GetAsync("/api/v1/catalogue", cancellation);
                return (int)response.StatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested) { return 0; }
        }, status => status == 200, cancellation);
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>SIGKILL: no goodbye. Or SIGTERM, and wait.</summary>
    public async Task End(bool kill, CancellationToken cancellation)
    {
        Processes.Signal(_process!.Id, kill ? Processes.Kill : Processes.Terminate);
        await _process.WaitForExitAsync(cancellation).WaitAsync(StopPatience, TimeProvider.System, cancellation);
        _process.Dispose();
        _process = null;
    }

    public string LogTail() => Path.Combine(_folder, $"{_name}.log") is var log && File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(20)) : "(no log)";

    public async ValueTask DisposeAsync()
    {
        _probe.Dispose();
        try { if (_process is { HasExited: false }) await End(kill: false, CancellationToken.None); }
        catch (TimeoutException) { } // Killed with the rest of the run.
        _process?.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
