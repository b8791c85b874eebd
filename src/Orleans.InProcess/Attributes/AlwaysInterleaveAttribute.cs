namespace Orleans.Concurrency;

/// <summary>This method starts at once, whatever else is at an await.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
