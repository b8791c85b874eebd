namespace Orleans.Runtime;

/// <summary>The base of what the engine itself throws.</summary>
public class OrleansException : Exception
{
    /// <summary>Without a message of its own.</summary>
    public OrleansException() { }

    /// <summary>With a message.</summary>
    public OrleansException(string message) : base(message) { }

    /// <summary>With a message and a cause.</summary>
    public OrleansException(string message, Exception innerException) : base(message, innerException) { }
}
