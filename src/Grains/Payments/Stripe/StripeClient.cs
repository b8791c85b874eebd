using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Payments.Stripe;

/// <summary>Stripe's HTTP API: form-encoded requests, JSON answers, the version pinned. What cannot be known yet (no connection, 409 of a request that is under
/// way, 429, 5xx) is tried again in place, under the same idempotency key, with growing pauses as far as the caller's patience goes; after that it is
/// unknown. The key is sent and never logged; bodies are not logged either.</summary>
internal sealed partial class StripeClient
{
    /// <summary>Fields are read as this version has them; webhooks of the endpoint should be of the same one (see docs/operations.md).</summary>
    public const string Version = "2025-03-31.basil";

    private const int Tries = 3, MaxAnswer = 1024 * 1024;
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(4), FirstPause = TimeSpan.FromMilliseconds(300);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ILogger<StripeClient> _log;

    public StripeClient(HttpClient http, IOptions<PaymentOptions> options, TimeProvider time, ILogger<StripeClient> log)
    {
        (_http, _time, _log) = (http, time, log);
        _http.BaseAddress = new Uri(options.Value.Stripe.Address);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.Stripe.ApiKey);
        _http.DefaultRequestHeaders.Add("Stripe-Version", Version);
        _http.Timeout = Timeout.InfiniteTimeSpan; // each try has its own
        _http.MaxResponseContentBufferSize = MaxAnswer;
    }

    public Task<StripeAnswer> Get(string path, CancellationToken cancellation) => Send(HttpMethod.Get, path, null, null, cancellation);

    /// <param name="key">At most 255 characters; the same key with other parameters is an error there.</param>
    public Task<StripeAnswer> Post(string path, IReadOnlyList<KeyValuePair<string, string>> parameters, string key, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, parameters, key, cancellation);

    private async Task<StripeAnswer> Send(HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? parameters, string? key, CancellationToken cancellation)
    {
        var last = StripeAnswer.Unknown;
        var pause = FirstPause;
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            if (attempt > 1)
            {
                try { await Task.Delay(pause, _time, cancellation); }
                catch (OperationCanceledException) { return last; }
                pause *= 2;
            }
            last = await Once(method, path, parameters, key, cancellation);
            if (last.Outcome != StripeOutcome.Unknown || cancellation.IsCancellationRequested) return last;
            if (last.RetryAfter is { } asked && asked > pause) pause = asked;
        }
        return last;
    }

    private async Task<StripeAnswer> Once(HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? parameters, string? key, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(OneTry, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var request = new HttpRequestMessage(method, path);
        if (parameters is not null) request.Content = new FormUrlEncodedContent(parameters);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            return Read(response, body);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            LogNoAnswer(_log, method.Method, Kind(path), e.GetType().Name);
            return StripeAnswer.Unknown;
        }
    }

    private StripeAnswer Read(HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        JsonElement? json = null;
        try { json = JsonSerializer.Deserialize<JsonElement>(body); }
        catch (JsonException) { } // An answer that is no JSON says nothing but its status.
        if (status == 200 && json is { ValueKind: JsonValueKind.Object } found) return new(StripeOutcome.Ok, found);
        var error = json is { ValueKind: JsonValueKind.Object } o ? o.Object("error") : null;
        var code = error?.Text("code") ?? error?.Text("type") ?? string.Create(CultureInfo.InvariantCulture, $"http_{status}");
        LogRefused(_log, status, code, response.Headers.TryGetValues("Request-Id", out var ids) ? ids.FirstOrDefault() ?? "" : "");
        return status switch
        {
            // A key or an account that is not right yet is mended by a person: nothing is known of the payment.
            401 or 403 => new(StripeOutcome.Unknown, Code: code),
            409 or 429 or 408 => new(StripeOutcome.Unknown, Code: code, RetryAfter: After(response)),
            // The answer of a key is remembered, also this one.
            >= 500 => new(StripeOutcome.Unknown, Code: code, IsFinal: true),
            >= 400 => new(StripeOutcome.Refused, Code: code, IsFinal: true),
            _ => StripeAnswer.Unknown,
        };
    }

    private static TimeSpan? After(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta is { } delta && delta < TimeSpan.FromSeconds(5) ? delta : null;

    /// <summary>The kind of thing, without its id.</summary>
    private static string Kind(string path) => path.Split('?')[0].Split('/') is [_, _, var kind, ..] ? kind : "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stripe gave no answer to {Method} {Kind} ({Why})")]
    private static partial void LogNoAnswer(ILogger log, string method, string kind, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stripe answered {Status} {Code} (request {RequestId})")]
    private static partial void LogRefused(ILogger log, int status, string code, string requestId);
}

internal enum StripeOutcome { Ok, Refused, Unknown }

/// <param name="IsFinal">The answer is remembered under its idempotency key: the same key gets it again.</param>
internal sealed record StripeAnswer(StripeOutcome Outcome, JsonElement Json = default, string Code = "", bool IsFinal = false, TimeSpan? RetryAfter = null)
{
    public static StripeAnswer Unknown { get; } = new(StripeOutcome.Unknown);
    public bool IsOk => Outcome == StripeOutcome.Ok;
}
