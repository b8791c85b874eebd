namespace Orleans.Concurrency;

/// <summary>The caller does not wait: its task is complete at once, and an exception is logged only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
