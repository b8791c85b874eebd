using System.Collections.Concurrent;
using LearningHub.Web.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>A hub of its own with two academies, whose texts tell where they come from, and a log of what went wrong inside.</summary>
public sealed class HostileWorld : IAsyncLifetime
{
    private readonly ErrorLog _errors = new();
    internal WebHub Hub { get; private set; } = null!;
    internal Academy Main { get; private set; } = null!;
    internal Academy Other { get; private set; } = null!;
    internal IReadOnlyList<Door> Doors { get; private set; } = [];
    internal HttpClient Http { get; private set; } = null!;

    /// <summary>What the host logged as an error, the beginnings.</summary>
    internal IReadOnlyCollection<string> Errors => _errors.Lines;

    public async Task InitializeAsync()
    {
        Hub = new WebHub { Configure = builder => builder.Logging.AddProvider(_errors) };
        await Hub.InitializeAsync();
        Http = FreshConnection();
        Main = new Academy(Hub, Hub.Admin, "main", null, "Zqmain7Kx");
        Other = new Academy(Hub, Hub.OtherAdmin, "other", WebHub.OtherHost, "Zqother7Kx");
        await Main.Open();
        await Other.Open();
        Doors = Door.AllOf(Hub.Services);
    }

    /// <summary>A client with connections of its own, that sends what it is told to.</summary>
    internal HttpClient FreshConnection() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 16, RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1,
    }) { BaseAddress = Hub.Address, Timeout = Verdict.Patience };

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Hub.DisposeAsync();
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Error || _lines.Count > 200) return;
            var text = $"{formatter(state, exception)} {exception}";
            _lines.Enqueue(text.Length > 1500 ? text[..1500] : text);
        }

        public void Dispose()
        {
        }
    }
}

[CollectionDefinition("hostile")]
public sealed class HostileCollection : ICollectionFixture<HostileWorld>;
