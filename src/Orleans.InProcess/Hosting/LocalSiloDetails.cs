using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.InProcess.Hosting;

internal sealed class LocalSiloDetails : ILocalSiloDetails
{
    public LocalSiloDetails(IOptions<ClusterOptions> cluster, SiloPorts ports, TimeProvider time)
    {
        var started = (int)time.GetUtcNow().ToUnixTimeSeconds();
        ClusterId = cluster.Value.ClusterId;
        DnsHostName = Dns.GetHostName();
        Name = $"Silo_{started:x}";
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, ports.Silo), started);
        GatewayAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, ports.Gateway), 0);
    }

    public string Name { get; }
    public string ClusterId { get; }
    public string DnsHostName { get; }
    public SiloAddress SiloAddress { get; }
    public SiloAddress GatewayAddress { get; }
}
