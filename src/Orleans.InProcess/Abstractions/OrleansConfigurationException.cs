namespace Orleans.Runtime;

/// <summary>An option cannot be used as it is.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>With a message.</summary>
    public OrleansConfigurationException(string message) : base(message) { }

    /// <summary>With a message and a cause.</summary>
    public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException) { }
}
