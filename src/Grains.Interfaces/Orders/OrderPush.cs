namespace LearningHub.Grains.Interfaces.Orders;

/// <summary>On the buyer's <c>user:</c> topic, kind <see cref="Kind"/>: something changed about this order, read it again. Not numbered.</summary>
[GenerateSerializer, Immutable, Alias("hub.orders.Push")]
public sealed record OrderPush(string OrderId)
{
    public const string Kind = "order";
}
