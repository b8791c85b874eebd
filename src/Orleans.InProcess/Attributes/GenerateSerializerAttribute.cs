namespace Orleans;

/// <summary>Marks a message type. This engine passes messages as they are; a guard test holds that they are immutable.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;
