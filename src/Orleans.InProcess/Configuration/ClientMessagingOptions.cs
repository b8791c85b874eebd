namespace Orleans.Configuration;

/// <summary>Calls of a separate client; a single process has none, so this engine does not read it.</summary>
public class ClientMessagingOptions : MessagingOptions;
