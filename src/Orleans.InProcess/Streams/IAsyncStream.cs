using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream.</summary>
public interface IAsyncStream
{
    /// <summary>Whether old items can be asked for.</summary>
    bool IsRewindable { get; }

    /// <summary>The provider's name.</summary>
    string ProviderName { get; }

    /// <summary>The identity.</summary>
    StreamId StreamId { get; }
}
