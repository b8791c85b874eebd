using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What filters see of a stream's delivery to a grain.</summary>
internal interface IStreamConsumerExtension : IAddressable
{
    Task DeliverMutable();
}
