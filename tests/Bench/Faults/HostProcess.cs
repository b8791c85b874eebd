using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>The all-in-one host as a child process, in a data folder of its own. It can be killed and started again; nothing of it survives <see cref="DisposeAsync"/>.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private readonly IReadOnlyList<string> _program;
    private readonly HttpClient _probe;
    private Process? _process;

    /// <param name="program">The command before <c>--port</c> and <c>--data</c>.</param>
    public HostProcess(IReadOnlyList<string> program, string folder)
    {
        (_program, Data) = (program, folder);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));
        _probe = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>Settings of this run, from the next start on.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public string Data { get; }
    public int Port { get; }
    public Uri Address { get; }
    public int Id => _process!.Id;
    private string Log => Path.Combine(Data, "host.log");

    public static IReadOnlyList<string> Production => ["dotnet", Repository.Program("Silo")];
    public static IReadOnlyList<string> Sabotaged => ["dotnet", Repository.Program("Bench"), "host", "--sabotage"];

    /// <summary>Starts and waits for the first good answer; answers how long that took.</summary>
    public async Task<TimeSpan> Start(CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        Launch();
        await WaitUntilGood(cancellation);
        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Until the catalogue answers, which takes the web, the grains and the database.</summary>
    public async Task WaitUntilGood(CancellationToken cancellation) => await Wait.Until("a good answer of the host", StartPatience, async () =>
    {
        if (_process!.HasExited) throw new InvalidOperationException($"The host ended with {_process.ExitCode}: {LogTail()}");
        try
        {
            using var response = await _probe.GetAsync("/api/v1/catalogue", cancellation);
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested) { return 0; }
    }, status => status == 200, cancellation);

    private void Launch()
    {
        // The shell becomes the program: its id is the host's, and its output goes to a file that nobody has to read.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Data };
        foreach (var argument in (string[])["-c", "exec \"$@\" >>host.log 2>&1", "sh", .. _program, "--port", Port.ToString(CultureInfo.InvariantCulture), "--data", Data])
            start.ArgumentList.Add(argument);
        var environment = start.Environment;
        environment.Remove("HUB_DATABASE");
        environment["HUB_ROOT"] = Repository.Root;
        // Limits and hashing are for people; a thousand of them come from one address here.
        environment["Hub__SignIn__PerMinute"] = "1000000";
        environment["Hub__RequestsPerMinute"] = "1000000";
        environment["Hub__Passwords__Iterations"] = "1000";
        environment["Hub__Payments__Test__Enabled"] = "true";
        environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in Settings) environment[name] = value;
        _process = Process.Start(start)!;
    }

    /// <summary>SIGKILL: no goodbye.</summary>
    public async Task Kill(CancellationToken cancellation)
    {
        Processes.Signal(_process!.Id, Processes.Kill);
        await _process.WaitForExitAsync(cancellation);
        _process.Dispose();
        _process = null;
    }

    public string LogTail() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(15)) : "(no log)";

    public async ValueTask DisposeAsync()
    {
        _probe.Dispose();
        if (_process is { HasExited: false })
        {
            Processes.Signal(_process.Id, Processes.Terminate);
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(45), TimeProvider.System);
            try { await _process.WaitForExitAsync(bound.Token); }
            catch (OperationCanceledException) { } // What is left is killed below.
        }
        _process?.Dispose();
        // The database first: its children follow it. Then encoders that a killed host left.
        foreach (var left in Processes.WorkingIn(Data)) Processes.Signal(left, Processes.Kill);
        await Wait.Until("the host's processes are gone", TimeSpan.FromSeconds(20), () => Processes.WorkingIn(Data).Count == 0);
    }
}
