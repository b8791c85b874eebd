using System.Globalization;

namespace LearningHub.Silo.Hosting;

/// <summary>What the command line and the environment say. Everything else is configuration (section <c>Hub</c>).</summary>
public sealed record HostSettings
{
    public int Port { get; init; } = 8080;
    public string DataPath { get; init; } = "data";

    /// <summary>Make the demo academy when the hub is empty.</summary>
    public bool Demo { get; init; }

    /// <summary>A silo of a cluster: membership, reminders and soft state in <see cref="ConnectionString"/>.</summary>
    public bool Cluster { get; init; }

    /// <summary>Serve the web from this process.</summary>
    public bool Web { get; init; } = true;

    /// <summary>Run transcodes and send mail in this process.</summary>
    public bool Worker { get; init; } = true;

    public int SiloPort { get; init; }
    public int GatewayPort { get; init; }
    public string? AdvertisedAddress { get; init; }
    public string? ConnectionString { get; init; }

    public static HostSettings Parse(IReadOnlyList<string> args)
    {
        var settings = new HostSettings { ConnectionString = Environment.GetEnvironmentVariable("HUB_DATABASE") is { Length: > 0 } s ? s : null };
        for (var i = 0; i < args.Count; i++)
        {
            settings = args[i] switch
            {
                "--demo" => settings with { Demo = true },
                "--cluster" => settings with { Cluster = true },
                "--no-web" => settings with { Web = false },
                "--no-worker" => settings with { Worker = false },
                "--port" => settings with { Port = Number(args, ref i) },
                "--silo-port" => settings with { SiloPort = Number(args, ref i) },
                "--gateway-port" => settings with { GatewayPort = Number(args, ref i) },
                "--advertise" => settings with { AdvertisedAddress = Value(args, ref i) },
                "--data" => settings with { DataPath = Value(args, ref i) },
                _ => throw new StartRefusedException(StartRefusal.Usage, $"Unknown option '{args[i]}'. ./hub help tells what there is."),
            };
        }
        if (settings is { Cluster: true, ConnectionString: null })
            throw new StartRefusedException(StartRefusal.Usage, "A silo of a cluster needs HUB_DATABASE: the PostgreSQL server that all silos share.");
        return settings;
    }

    private static string Value(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new StartRefusedException(StartRefusal.Usage, $"{args[i - 1]} needs a value.");

    private static int Number(IReadOnlyList<string> args, ref int i)
    {
        var option = args[i];
        return int.TryParse(Value(args, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65535
            ? port : throw new StartRefusedException(StartRefusal.Usage, $"{option} needs a port number, 0 to 65535.");
    }
}
