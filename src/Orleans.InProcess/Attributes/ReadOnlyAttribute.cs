namespace Orleans.Concurrency;

/// <summary>
/// This method changes nothing, so it interleaves with other read-only calls. In this engine a call that changes something
/// waits for all of them; Orleans waits for the first of them only.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
