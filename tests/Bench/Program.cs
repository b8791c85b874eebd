using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;
using Microsoft.Extensions.Hosting;

namespace LearningHub.Bench;

/// <summary><c>./hub bench NAME</c>: each name measures something beside a floor or a peer in one run and prints a table.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        var benches = Benches.All.ToDictionary(b => b.Name);
        try
        {
            if (args is ["host", .. var hostArgs]) return await SabotagedHost.Run(hostArgs);
            if (args is ["fan", var fanPort])
            {
                await Live.Fan.Serve(int.Parse(fanPort, System.Globalization.CultureInfo.InvariantCulture), stop.Token);
                return 0;
            }
            if (args is ["plain", var port])
            {
                await using var plain = await Speed.WebBench.Plain(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
                await plain.WaitForShutdownAsync(stop.Token);
                return 0;
            }
            if (args.Length > 0 && benches.TryGetValue(args[0], out var bench)) return await bench.Run(args[1..], stop.Token);
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync($"hub bench: {e.Message}");
            return 64;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
        Console.WriteLine("./hub bench NAME [ARGS]");
        foreach (var b in Benches.All) Console.WriteLine($"  {b.Name,-11} {b.What}");
        return args.Length == 0 ? 0 : 64;
    }
}
