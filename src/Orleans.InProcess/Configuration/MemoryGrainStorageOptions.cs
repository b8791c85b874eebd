namespace Orleans.Configuration;

/// <summary>Options of the storage in memory.</summary>
public class MemoryGrainStorageOptions;
