namespace Orleans.Configuration;

/// <summary>What callers may expect of calls.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits. The callee goes on.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
