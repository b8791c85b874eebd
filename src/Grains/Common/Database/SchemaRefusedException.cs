namespace LearningHub.Grains.Common;

/// <summary>The database cannot be brought to this version's schema. The message is one line for the operator.</summary>
public sealed class SchemaRefusedException(string message) : Exception(message);
