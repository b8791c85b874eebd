using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using LearningHub.Grains.Interfaces.Notifications;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Notifications;

internal enum PushOutcome { Sent, Gone, Refused, Later }

/// <param name="After">What the push service asks for; null: it said nothing.</param>
/// <param name="Silent">There was no answer at all, which is what takes long.</param>
internal sealed record PushAnswer(PushOutcome Outcome, TimeSpan? After = null, bool Silent = false);

/// <summary>One message to one push service (RFC 8030, section 5). The service is named by a browser, so it is never trusted: no redirects, no proxy of ours, no cookies, ten seconds, and
/// connections only to addresses that are public when they are made.</summary>
internal sealed class PushSender : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), LongestAfter = TimeSpan.FromHours(1);
    private readonly bool _allowLocal;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <param name="patience">Null: ten seconds.</param>
    public PushSender(IOptions<NotificationOptions> options, TimeProvider time, TimeSpan? patience = null)
    {
        (_allowLocal, _time) = (options.Value.AllowLocalPush, time);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectCallback = Connect, PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxResponseHeadersLength = 16,
        }) { Timeout = patience ?? Patience };
    }

    /// <summary>Which service a device belongs to: host and port.</summary>
    public static string HostOf(PushDevice device) => Uri.TryCreate(device.Endpoint, UriKind.Absolute, out var endpoint) ? endpoint.Authority : "";

    /// <param name="topic">Of two messages that the service still holds under one topic the later replaces the earlier (section 5.4).</param>
    public async Task<PushAnswer> Send(PushDevice device, byte[] text, string topic, NotificationUrgency urgency, TimeSpan life, VapidKey key, string contact, CancellationToken cancellation)
    {
        // Once more: the rules may have become stricter since it was stored.
        if (!PushEndpoint.IsAllowed(device.Endpoint, _allowLocal)) return new(PushOutcome.Gone);
        var endpoint = new Uri(device.Endpoint);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        try
        {
            request.Content = new ByteArrayContent(WebPushEncryption.Encrypt(text, PushEndpoint.Base64Url(device.P256dh)!, PushEndpoint.Base64Url(device.Auth)!));
        }
        catch (CryptographicException)
        {
            return new(PushOutcome.Gone);
        }
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", key.Authorization(endpoint, contact, _time.GetUtcNow()));
        request.Headers.TryAddWithoutValidation("TTL", ((long)life.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("Urgency", urgency switch { NotificationUrgency.Urgent => "high", NotificationUrgency.Low => "low", _ => "normal" });
        request.Headers.TryAddWithoutValidation("Topic", topic);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return Answer(response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return new(PushOutcome.Later, Silent: true);
        }
    }

    private PushAnswer Answer(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new(PushOutcome.Sent),
        // Section 7.3: the subscription is over.
        404 or 410 => new(PushOutcome.Gone),
        408 or 425 or 429 or >= 500 => new(PushOutcome.Later, After(response.Headers.RetryAfter)),
        _ => new(PushOutcome.Refused),
    };

    private TimeSpan? After(RetryConditionHeaderValue? asked)
    {
        var after = asked?.Delta ?? asked?.Date - _time.GetUtcNow();
        return after is not { } wait || wait < TimeSpan.Zero ? null : wait < LongestAfter ? wait : LongestAfter;
    }

    /// <summary>Looks the name up and connects to what it looked at: a name that means another address a moment later is not asked again.</summary>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = addresses.Where(a => PushEndpoint.IsPublic(a) || _allowLocal && IPAddress.IsLoopback(a)).ToArray();
        if (allowed.Length == 0) throw new HttpRequestException("The push service has no public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => _http.Dispose();
}
