using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>What the engine logs. Types only where keys could name a person would be too little to find a fault with: ids are logged.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Warning, "The one-way call {Method} of {GrainId} failed")]
    public partial void OneWayFailed(Exception exception, string method, GrainId grainId);

    [LoggerMessage(2, LogLevel.Error, "{GrainId} could not be activated")]
    public partial void ActivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(3, LogLevel.Warning, "{GrainId} did not deactivate in order")]
    public partial void DeactivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(4, LogLevel.Error, "A timer of {GrainId} failed; it goes on")]
    public partial void TimerFailed(Exception exception, GrainId grainId);

    [LoggerMessage(5, LogLevel.Error, "The reminder {Name} of {GrainId} failed; it goes on")]
    public partial void ReminderFailed(Exception exception, string name, GrainId grainId);

    [LoggerMessage(6, LogLevel.Warning, "A consumer of the stream {Stream} failed; trying again in {Delay}")]
    public partial void ConsumerFailed(Exception exception, StreamId stream, TimeSpan delay);

    [LoggerMessage(7, LogLevel.Error, "A consumer of the stream {Stream} failed for too long; the item is skipped")]
    public partial void ConsumerGaveUp(Exception exception, StreamId stream);

    [LoggerMessage(8, LogLevel.Debug, "{GrainId} is subscribed to the stream {Stream} but has not resumed; the item is skipped")]
    public partial void ConsumerMissing(GrainId grainId, StreamId stream);

    [LoggerMessage(9, LogLevel.Information, "The in-process engine runs {Kinds} grain classes")]
    public partial void Started(int kinds);

    [LoggerMessage(10, LogLevel.Warning, "{Count} activations did not deactivate in time")]
    public partial void LeftBehind(int count);

    [LoggerMessage(11, LogLevel.Error, "Looking for idle activations failed")]
    public partial void CollectionFailed(Exception exception);
}
