namespace Orleans.Configuration;

/// <summary>Calls that leave a grain, and in this engine calls of the host as well.</summary>
public class SiloMessagingOptions : MessagingOptions;
