namespace Orleans.Hosting;

/// <summary>Configures memory streams. In this engine there is nothing to configure: they do not poll.</summary>
public interface ISiloMemoryStreamConfigurator;
