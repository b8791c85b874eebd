using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearningHub.Grains.Tests.Notifications;

/// <summary>A push service and the browsers behind it, on a free loopback port: checks what RFC 8030 and RFC 8292 ask of a request, and reads the message as the browser does (RFC 8291).</summary>
internal sealed class PushServiceStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Browser> _browsers = new();

    private PushServiceStub(WebApplication app) => _app = app;

    public ConcurrentQueue<Pushed> Received { get; } = [];

    /// <summary>What is answered to the next requests in place of 201, one each.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    /// <summary>What was wrong with requests, which were refused then.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    /// <summary>While it is there, nobody is answered before it is done.</summary>
    public TaskCompletionSource? Hanging { get; set; }

    /// <summary>Requests that wait for their answer.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    private int _waiting;

    public static async Task<PushServiceStub> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new PushServiceStub(app);
        app.Run(stub.Handle);
        await app.StartAsync();
        return stub;
    }

    public AddPushDevice Subscribe(string name)
    {
        var browser = _browsers[name] = new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), RandomNumberGenerator.GetBytes(16));
        return new($"{_app.Urls.First()}/{name}", Base64Url.EncodeToString(WebPushEncryption.PointOf(browser.Key.ExportParameters(false))), Base64Url.EncodeToString(browser.Auth), name);
    }

    private async Task Handle(HttpContext http)
    {
        try
        {
            if (Hanging is { } hanging)
            {
                Interlocked.Increment(ref _waiting);
                try { await hanging.Task.WaitAsync(http.RequestAborted); }
                finally { Interlocked.Decrement(ref _waiting); }
            }
            var name = http.Request.Path.Value![1..];
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
            var status = Answers.TryDequeue(out var wanted) ? wanted : 201;
            var (headers, browser) = (http.Request.Headers, _browsers[name]);
            if (status == 201)
            {
                if (http.Request.Method != "POST" || headers.ContentEncoding.ToString() != "aes128gcm") throw new InvalidOperationException($"{http.Request.Method} {headers.ContentEncoding}");
                Received.Enqueue(new(name, JsonNode.Parse(WebPushEncryption.Decrypt(bytes.ToArray(), browser.Key, browser.Auth))!, headers["TTL"].ToString(), headers["Urgency"].ToString(), headers["Topic"].ToString(),
                    Key(headers.Authorization.ToString(), $"{http.Request.Scheme}://{http.Request.Host}")));
            }
            http.Response.StatusCode = status;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException || http.RequestAborted.IsCancellationRequested) { } // Who sent it is gone: it had no answer.
        catch (Exception e)
        {
            Faults.Enqueue($"{http.Request.Path}: {e.Message}");
            http.Response.StatusCode = 400;
        }
    }

    /// <summary>The public key that the request is signed with, if it is.</summary>
    private static string Key(string authorization, string audience)
    {
        var parts = authorization["vapid ".Length..].Split(", ").ToDictionary(p => p[..1], p => p[2..]);
        var token = parts["t"].Split('.');
        if (JsonNode.Parse(Base64Url.DecodeFromChars(token[1]))!["aud"]!.GetValue<string>() != audience) throw new InvalidOperationException($"signed for another than {audience}");
        using var key = ECDsa.Create(WebPushEncryption.Point(Base64Url.DecodeFromChars(parts["k"])));
        if (!key.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
            throw new InvalidOperationException("not signed with the key it names");
        return parts["k"];
    }

    public async ValueTask DisposeAsync()
    {
        Hanging?.TrySetResult();
        await _app.DisposeAsync();
    }

    private sealed record Browser(ECDiffieHellman Key, byte[] Auth);
}

internal sealed record Pushed(string Browser, JsonNode Text, string Ttl, string Urgency, string Topic, string Key);
