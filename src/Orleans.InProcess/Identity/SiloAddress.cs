using System.Net;

namespace Orleans.Runtime;

/// <summary>Where a silo is. In this engine there is one, and nothing listens there.</summary>
public sealed class SiloAddress : IEquatable<SiloAddress>
{
    private SiloAddress(IPEndPoint endpoint, int generation) => (Endpoint, Generation) = (endpoint, generation);

    /// <summary>Address and port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Tells apart silos that used the same address one after another.</summary>
    public int Generation { get; }

    /// <summary>An address of its parts.</summary>
    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    /// <summary>The address as text.</summary>
    public string ToParsableString() => $"{Endpoint.Address}:{Endpoint.Port}@{Generation}";

    /// <inheritdoc />
    public bool Equals(SiloAddress? other) => other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    /// <inheritdoc />
    public override string ToString() => $"S{Endpoint}:{Generation}";
}
