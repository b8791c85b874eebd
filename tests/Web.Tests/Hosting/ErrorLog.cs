using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LearningHub.Web.Tests.Hosting;

/// <summary>What a host logged as an error, the beginnings: a test that is answered by a 500 says why.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    private const int Most = 200, Length = 1500;
    private static readonly ConcurrentQueue<string> All = new();
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The last of all hosts of this process.</summary>
    public static IEnumerable<string> Recent => All.TakeLast(5);

    public IReadOnlyCollection<string> Lines => _lines;
    public ILogger CreateLogger(string categoryName) => this;
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Error) return;
        var text = $"{formatter(state, exception)} {exception}";
        if (text.Length > Length) text = text[..Length];
        All.Enqueue(text);
        if (All.Count > Most) All.TryDequeue(out _);
        if (_lines.Count <= Most) _lines.Enqueue(text);
    }

    public void Dispose()
    {
    }
}
