namespace Orleans.Runtime;

/// <summary>Who this process is.</summary>
public interface ILocalSiloDetails
{
    /// <summary>The silo's name.</summary>
    string Name { get; }

    /// <summary>The cluster.</summary>
    string ClusterId { get; }

    /// <summary>The machine.</summary>
    string DnsHostName { get; }

    /// <summary>The silo's address.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>The address for clients.</summary>
    SiloAddress GatewayAddress { get; }
}
