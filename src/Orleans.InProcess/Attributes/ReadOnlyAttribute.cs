namespace Orleans.Concurrency;

/// <summary>
/// This method changes nothing, so it interleaves with other read-only calls. A call that changes something waits for the first of
/// them, not for those that joined it: a read-only method that awaits may find other state afterwards.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
