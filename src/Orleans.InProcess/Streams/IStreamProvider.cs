using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A set of streams.</summary>
public interface IStreamProvider
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Whether old items can be asked for: never, in memory.</summary>
    bool IsRewindable { get; }

    /// <summary>The stream of this identity; streams need not be made.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}
