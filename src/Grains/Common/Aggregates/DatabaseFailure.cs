using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>What an exception of the database says about what happened.</summary>
internal static class DatabaseFailure
{
    /// <summary>The connection was lost or timed out, or the server went down: whether the transaction was committed is not known.</summary>
    public static bool IsOutcomeUnknown(Exception e) => e switch
    {
        PostgresException p => p.SqlState.StartsWith("57P", StringComparison.Ordinal) || p.SqlState.StartsWith("08", StringComparison.Ordinal)
            || p.SqlState is PostgresErrorCodes.TooManyConnections,
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    /// <summary>Deadlock, serialization, lock or statement timeout, no room on the disk (class 53), trouble of the system (58), a standby that is about
    /// to take over: rolled back, and another try may well succeed.</summary>
    public static bool IsWorthAnotherTry(PostgresException e) =>
        e.SqlState.StartsWith("53", StringComparison.Ordinal) || e.SqlState.StartsWith("58", StringComparison.Ordinal) || e.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled;

    /// <summary>Class 22, data exceptions: the payload itself cannot be stored; class 54, limits.</summary>
    public static bool IsRefusal(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("54", StringComparison.Ordinal);
}
