namespace Orleans.Runtime;

/// <summary>The engine has stopped.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>With a message.</summary>
    public SiloUnavailableException(string msg) : base(msg) { }

    /// <summary>With a message and a cause.</summary>
    public SiloUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
