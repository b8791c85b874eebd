namespace LearningHub.Silo.Hosting;

/// <summary>The host cannot start, for a reason that the operator can do something about. The message is one clear line; the program
/// prints it alone and ends with <see cref="ExitCode"/>.</summary>
public sealed class StartRefusedException(StartRefusal reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public StartRefusal Reason { get; } = reason;
    public int ExitCode => (int)Reason;
}

/// <summary>Exit codes of a refused start; see docs/operations.md.</summary>
public enum StartRefusal
{
    DataFolderLocked = 10,
    DataFolderReadOnly = 11,
    DataFolderDamaged = 12,
    DataFolderOfAnotherVersion = 13,
    PostgresMissing = 14,
    PostgresFailed = 15,
    DatabaseUnreachable = 16,
    SchemaRefused = 17,
    DiskFull = 18,
    EngineUnfit = 19,
    PortTaken = 20,
    Usage = 64,
}
