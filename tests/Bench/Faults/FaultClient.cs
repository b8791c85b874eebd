using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>The API over keep-alive connections. What gets no answer is sent again with the same key until it has one.</summary>
internal sealed class FaultClient(Uri address, Ledger ledger, Traffic traffic, TimeSpan patience, int connections = int.MaxValue) : IDisposable
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), MaxConnectionsPerServer = connections })
    {
        BaseAddress = address, Timeout = OneTry,
    };

    /// <summary>Sends until answered. An answer that says "not now" (429, 5xx) is no answer to what was asked.</summary>
    /// <param name="op">The idempotency key and the name in the ledger.</param>
    /// <param name="facts">What the answer will promise, for the checks.</param>
    public async Task<Answer> Send(string op, string kind, HttpMethod method, string path, JsonObject facts, JsonObject? body = null, string? token = null,
        Action<HttpRequestMessage>? prepare = null, byte[]? bytes = null, CancellationToken cancellation = default)
    {
        var payload = bytes ?? (body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString(JsonSerializerOptions.Web)));
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        Answer? last = null;
        for (var attempt = 1; ; attempt++)
        {
            if (time.GetElapsedTime(started) > patience) throw new TimeoutException($"{kind} {path} had no answer in {patience}; the last was {last}");
            using var request = new HttpRequestMessage(method, path);
            if (payload.Length > 0 || method == HttpMethod.Post || method == HttpMethod.Put || method == HttpMethod.Patch)
            {
                request.Content = new ByteArrayContent(payload);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(bytes is null ? "application/json" : "application/offset+octet-stream");
            }
            request.Headers.Add("Idempotency-Key", op);
            if (token is not null) request.Headers.Authorization = new("Bearer", token);
            prepare?.Invoke(request);

            ledger.Sending(op, kind, attempt, facts, payload);
            if (await Try(request, kind, cancellation) is { } answer)
            {
                ledger.Answered(op, answer.Status, answer.Text.Length > 0 ? answer.Text : answer.Location ?? "");
                last = answer;
                if (answer.Status is not (408 or 423 or 429) and < 500)
                {
                    traffic.Took(time.GetElapsedTime(started));
                    return answer;
                }
            }
            await Task.Delay(BetweenTries, time, cancellation);
        }
    }

    /// <summary>A read: not in the ledger, tried again until it is answered.</summary>
    public async Task<Answer> Get(string path, string? token = null, HttpMethod? method = null, Action<HttpRequestMessage>? prepare = null, CancellationToken cancellation = default) =>
        await Wait.Until($"an answer to {path}", patience, async () =>
        {
            using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
            if (token is not null) request.Headers.Authorization = new("Bearer", token);
            prepare?.Invoke(request);
            return await Try(request, "read", cancellation) ?? new Answer(0, "", null, null);
        }, a => a.Status is > 0 and < 500 and not 429, cancellation);

    private async Task<Answer?> Try(HttpRequestMessage request, string kind, CancellationToken cancellation)
    {
        var id = traffic.Enter(kind);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            traffic.Answered(id, (int)response.StatusCode);
            var offset = response.Headers.TryGetValues("Upload-Offset", out var values) ? long.Parse(values.First(), System.Globalization.CultureInfo.InvariantCulture) : (long?)null;
            return new((int)response.StatusCode, text, offset, response.Headers.Location?.ToString());
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && e.InnerException is System.Net.Sockets.SocketException)
        {
            traffic.NotSent(id);
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            traffic.Lost(id);
            return null;
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <param name="Offset">The header Upload-Offset.</param>
internal sealed record Answer(int Status, string Text, long? Offset, string? Location)
{
    public bool IsOk => Status is >= 200 and < 300;
    public JsonNode Json => JsonNode.Parse(Text)!;

    public Answer Expect(params int[] statuses) =>
        statuses.Contains(Status) ? this : throw new InvalidOperationException($"Expected {string.Join(" or ", statuses)}, got {Status}: {Text}");
}
