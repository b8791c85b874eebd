namespace Orleans.Runtime;

/// <summary>A reminder could not be registered or removed.</summary>
public sealed class ReminderException(string message) : OrleansException(message);
