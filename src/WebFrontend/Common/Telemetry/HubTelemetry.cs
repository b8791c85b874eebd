using System.Globalization;
using Microsoft.Extensions.Logging.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace LearningHub.WebFrontend.Common.Telemetry;

/// <summary>Logs, traces and metrics of every host. Levels are set as ever, by <c>Logging:LogLevel</c>.</summary>
public static class HubTelemetry
{
    private const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext} {Message:lj}{NewLine}{Exception}";

    /// <summary><c>HUB_LOG_FORMAT=json</c>: one JSON object a line on the console. <c>HUB_LOG_FILE</c>: JSON lines in a file of its own each day,
    /// 14 kept. <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: traces and metrics go there.</summary>
    public static IHostApplicationBuilder AddHubTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        // Not AddSerilog: it lets everything through, whatever the levels say.
        builder.Logging.AddProvider(new SerilogLoggerProvider(CreateLogger(builder.Configuration), dispose: true));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Npgsql", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // What is configured counts over what is said here.
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));

        builder.Services.AddSingleton<MetricStore>();
        builder.Services.AddHostedService<MetricCollector>();
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }) builder.Services.AddHostedService<OtlpExport>();
        return builder;
    }

    internal static Logger CreateLogger(IConfiguration configuration)
    {
        var json = new MaskedFormatter(new JsonFormatter(renderMessage: true));
        ITextFormatter console = configuration["HUB_LOG_FORMAT"] == "json" ? json : new MaskedFormatter(new MessageTemplateTextFormatter(Line, CultureInfo.InvariantCulture));
        var logger = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.FromLogContext().WriteTo.Console(console);
        if (configuration["HUB_LOG_FILE"] is { Length: > 0 } file)
            logger.WriteTo.File(json, file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 14, fileSizeLimitBytes: 64 * 1024 * 1024, rollOnFileSizeLimit: true);
        return logger.CreateLogger();
    }
}
