using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using LearningHub.Grains.Payments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearningHub.Grains.Tests.Payments;

/// <summary>As much of Stripe's documented HTTP API as a shop with Checkout Sessions meets, on a free loopback port: authentication, the pinned version, form
/// encoding, idempotency keys (the first answer again, 500s too; 400 for other parameters; 409 while one is under way), errors as it words them, sessions,
/// intents, refunds, disputes, lists, and events signed as Stripe signs them.</summary>
internal sealed class StripeStub : IAsyncDisposable
{
    public const string ApiKey = "rk_test_stub", Secret = "whsec_stub";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Remembered> _keys = [];
    private readonly List<JsonObject> _sessions = [], _refunds = [], _disputes = [], _events = [];
    private readonly Dictionary<string, JsonObject> _intents = [];
    private int _ids;

    private sealed record Remembered(string Request, int Status, string? Body);

    private StripeStub(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>What goes wrong with the next requests that have a key, one each, first in first out. (A sweep in the background may ask for something at any time.)</summary>
    public ConcurrentQueue<Fault> Faults { get; } = [];
    public ConcurrentQueue<(string Method, string Path, string? Key)> Requests { get; } = [];
    public bool RefundsWait { get; set; }
    public IReadOnlyList<JsonObject> Events => _events;
    public int Sessions => _sessions.Count;
    public int Refunds => _refunds.Count;

    public static async Task<StripeStub> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StripeStub(app);
        app.Run(stub.Handle);
        await app.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Handle(HttpContext http)
    {
        var request = http.Request;
        var form = request.HasFormContentType ? (await request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString()) : [];
        var key = request.Headers["Idempotency-Key"].FirstOrDefault();
        Requests.Enqueue((request.Method, request.Path, key));
        var fault = key is not null && Faults.TryDequeue(out var next) ? next : Fault.None;
        if (fault == Fault.CutBefore) { http.Abort(); return; }
        if (request.Headers.Authorization != $"Bearer {ApiKey}") { await Answer(http, 401, Error("invalid_request_error", null, "Invalid API Key provided")); return; }
        if (request.Headers["Stripe-Version"] != LearningHub.Grains.Payments.Stripe.StripeClient.Version) { await Answer(http, 400, Error("invalid_request_error", null, "Invalid Stripe API version")); return; }
        if (fault == Fault.TooMany) { await Answer(http, 429, Error("invalid_request_error", "rate_limit", "Too many requests")); return; }
        if (fault == Fault.InUse) { await Answer(http, 409, Error("idempotency_error", "idempotency_key_in_use", "There is currently another in-progress request using this Idempotent Key")); return; }

        var (status, body) = Once(request, form, key, fault);
        if (fault == Fault.CutAfter) { http.Abort(); return; }
        await Answer(http, status, body);
    }

    private (int, string) Once(HttpRequest request, Dictionary<string, string> form, string? key, Fault fault)
    {
        lock (_gate)
        {
            var asked = $"{request.Method} {request.Path} {string.Join('&', form.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"))}";
            if (key is not null && _keys.TryGetValue(key, out var before))
                return before.Request == asked ? (before.Status, before.Body!)
                    : (400, Error("idempotency_error", null, "Keys for idempotent requests can only be used with the same parameters they were first used with.").ToJsonString());
            var (status, answer) = fault == Fault.FailBefore ? (500, Error("api_error", null, "An unknown error occurred")) : Do(request, form);
            if (fault == Fault.FailAfter) (status, answer) = (500, Error("api_error", null, "An unknown error occurred"));
            if (key is not null) _keys[key] = new(asked, status, answer.ToJsonString());
            return (status, answer.ToJsonString());
        }
    }

    private (int, JsonObject) Do(HttpRequest request, Dictionary<string, string> form)
    {
        var query = request.Query;
        return (request.Method, request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
        {
            ("POST", ["v1", "checkout", "sessions"]) => Create(form),
            ("GET", ["v1", "checkout", "sessions"]) => (200, List(_sessions.Where(s => (long)s["created"]! >= long.Parse(query["created[gte]"].ToString(), CultureInfo.InvariantCulture)).Reverse().Select(s => View(s, false)))),
            ("GET", ["v1", "checkout", "sessions", var id]) => Session(id) is { } s ? (200, View(s, query["expand[]"].Count > 0)) : Missing(id),
            ("POST", ["v1", "checkout", "sessions", var id, "expire"]) => Session(id) is not { } s ? Missing(id)
                : (string)s["status"]! == "open" ? (200, Expired(s)) : (400, Error("invalid_request_error", null, "Only Checkout Sessions with a status in [\"open\"] can be expired.")),
            ("GET", ["v1", "payment_intents", var id]) => _intents.TryGetValue(id, out var intent) ? (200, intent.DeepClone().AsObject()) : Missing(id),
            ("POST", ["v1", "refunds"]) => Refund(form),
            ("GET", ["v1", "refunds"]) => (200, List(_refunds.Where(r => (string)r["payment_intent"]! == query["payment_intent"]).Reverse())),
            ("GET", ["v1", "refunds", var id]) => _refunds.FirstOrDefault(r => (string)r["id"]! == id) is { } refund ? (200, refund.DeepClone().AsObject()) : Missing(id),
            ("GET", ["v1", "disputes"]) => (200, List(_disputes.Where(d => (string)d["payment_intent"]! == query["payment_intent"]).Reverse())),
            _ => (404, Error("invalid_request_error", null, "Unrecognized request URL")),
        };
    }

    private (int, JsonObject) Create(Dictionary<string, string> form)
    {
        foreach (var needed in (string[])["mode", "success_url", "line_items[0][quantity]", "line_items[0][price_data][currency]", "line_items[0][price_data][unit_amount]", "line_items[0][price_data][product_data][name]"])
            if (!form.ContainsKey(needed)) return (400, Error("invalid_request_error", "parameter_missing", $"Missing required param: {needed}."));
        var expires = long.Parse(form["expires_at"], CultureInfo.InvariantCulture);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        if (expires < now + 1800 || expires > now + 86400) return (400, Error("invalid_request_error", null, "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."));
        if (form["client_reference_id"].Length > 200) return (400, Error("invalid_request_error", null, "client_reference_id is too long"));
        var amount = long.Parse(form["line_items[0][price_data][unit_amount]"], CultureInfo.InvariantCulture);
        if (amount < 50) return (400, Error("invalid_request_error", "amount_too_small", "The Checkout Session's total amount must convert to at least 50 cents."));
        var id = Id("cs_test_");
        var session = new JsonObject
        {
            ["id"] = id, ["object"] = "checkout.session", ["created"] = now, ["status"] = "open", ["payment_status"] = "unpaid", ["amount_total"] = amount,
            ["currency"] = form["line_items[0][price_data][currency]"], ["client_reference_id"] = form["client_reference_id"], ["url"] = $"https://checkout.stripe.com/c/pay/{id}",
            ["payment_intent"] = null, ["metadata"] = Metadata(form, "metadata["), ["expires_at"] = expires, ["_intent"] = Metadata(form, "payment_intent_data[metadata]["),
        };
        _sessions.Add(session);
        return (200, View(session, false));
    }

    private (int, JsonObject) Refund(Dictionary<string, string> form)
    {
        if (!_intents.TryGetValue(form["payment_intent"], out var intent)) return Missing(form["payment_intent"]);
        if (_disputes.Any(d => (string)d["payment_intent"]! == form["payment_intent"] && (string)d["status"]! is "needs_response" or "lost")) return (400, Error("invalid_request_error", "charge_disputed", "Charge has been charged back; cannot issue a refund."));
        var amount = long.Parse(form["amount"], CultureInfo.InvariantCulture);
        if (amount > (long)intent["amount_received"]! - Given(form["payment_intent"])) return (400, Error("invalid_request_error", null, "Refund amount is greater than unrefunded amount on charge"));
        return (200, NewRefund(form["payment_intent"], amount, Metadata(form, "metadata["), RefundsWait ? "pending" : "succeeded").DeepClone().AsObject());
    }

    // ── what buyers, banks and people at the dashboard do ──

    public string LastSession { get { lock (_gate) return (string)_sessions[^1]["id"]!; } }

    /// <summary>The buyer pays. Delayed: the money comes (or not) later, with <see cref="Settle"/>.</summary>
    public void Pay(string sessionId, bool delayed = false)
    {
        lock (_gate)
        {
            var session = Session(sessionId)!;
            if ((string)session["status"]! != "open") throw new InvalidOperationException("The session is not open.");
            var id = Id("pi_");
            var amount = (long)session["amount_total"]!;
            _intents[id] = new JsonObject
            {
                ["id"] = id, ["object"] = "payment_intent", ["amount"] = amount, ["amount_received"] = delayed ? 0 : amount, ["currency"] = (string)session["currency"]!,
                ["status"] = delayed ? "processing" : "succeeded", ["metadata"] = session["_intent"]!.DeepClone(), ["latest_charge"] = Id("ch_"),
            };
            (session["status"], session["payment_status"], session["payment_intent"]) = ("complete", delayed ? "unpaid" : "paid", id);
            if (!delayed) Happened("payment_intent.succeeded", _intents[id]);
            else Happened("payment_intent.processing", _intents[id]);
            Happened("checkout.session.completed", View(session, false));
        }
    }

    public void Settle(string sessionId, bool well)
    {
        lock (_gate)
        {
            var session = Session(sessionId)!;
            var intent = _intents[(string)session["payment_intent"]!];
            if (well) (intent["status"], intent["amount_received"], session["payment_status"]) = ("succeeded", (long)intent["amount"]!, "paid");
            else intent["status"] = "requires_payment_method";
            Happened(well ? "payment_intent.succeeded" : "payment_intent.payment_failed", intent);
            Happened(well ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed", View(session, false));
        }
    }

    /// <summary>A declined card: the session stays open.</summary>
    public void Decline(string sessionId)
    {
        lock (_gate)
        {
            var session = Session(sessionId)!;
            Happened("payment_intent.payment_failed", new JsonObject
            {
                ["id"] = Id("pi_"), ["object"] = "payment_intent", ["amount"] = (long)session["amount_total"]!, ["amount_received"] = 0, ["currency"] = (string)session["currency"]!,
                ["status"] = "requires_payment_method", ["metadata"] = session["_intent"]!.DeepClone(), ["last_payment_error"] = new JsonObject { ["code"] = "card_declined", ["decline_code"] = "insufficient_funds" },
            });
        }
    }

    public void RunOut(string sessionId) { lock (_gate) Expired(Session(sessionId)!); }

    /// <summary>By a person at the dashboard: no metadata of ours.</summary>
    public void RefundByHand(string sessionId, long amount)
    {
        lock (_gate) NewRefund((string)Session(sessionId)!["payment_intent"]!, amount, [], "succeeded");
    }

    public void SettleRefunds(string status)
    {
        lock (_gate)
            foreach (var refund in _refunds.Where(r => (string)r["status"]! == "pending"))
            {
                refund["status"] = status;
                if (status == "failed") refund["failure_reason"] = "lost_or_stolen_card";
                Happened(status == "failed" ? "refund.failed" : "refund.updated", refund);
            }
    }

    public void Dispute(string sessionId, string status)
    {
        lock (_gate)
        {
            var intent = (string)Session(sessionId)!["payment_intent"]!;
            if (_disputes.FirstOrDefault(d => (string)d["payment_intent"]! == intent) is not { } dispute)
                _disputes.Add(dispute = new JsonObject { ["id"] = Id("du_"), ["object"] = "dispute", ["amount"] = (long)_intents[intent]["amount"]!, ["currency"] = (string)_intents[intent]["currency"]!, ["payment_intent"] = intent, ["metadata"] = new JsonObject() });
            dispute["status"] = status;
            Happened(status is "won" or "lost" ? "charge.dispute.closed" : "charge.dispute.created", dispute);
        }
    }

    /// <summary>An event as it goes out.</summary>
    public static (string Body, string Signature) Signed(JsonObject e, DateTimeOffset? at = null, string secret = Secret)
    {
        var body = e.ToJsonString();
        return (body, WebhookSignature.Sign(System.Text.Encoding.UTF8.GetBytes(secret), body, at ?? TimeProvider.System.GetUtcNow()));
    }

    private JsonObject? Session(string id) => _sessions.FirstOrDefault(s => (string)s["id"]! == id);

    private JsonObject Expired(JsonObject session)
    {
        session["status"] = "expired";
        session["url"] = null;
        Happened("checkout.session.expired", View(session, false));
        return View(session, false);
    }

    private JsonObject NewRefund(string intent, long amount, JsonObject metadata, string status)
    {
        var refund = new JsonObject { ["id"] = Id("re_"), ["object"] = "refund", ["amount"] = amount, ["currency"] = (string)_intents[intent]["currency"]!, ["payment_intent"] = intent, ["status"] = status, ["metadata"] = metadata };
        _refunds.Add(refund);
        Happened("refund.created", refund);
        return refund;
    }

    private long Given(string intent) => _refunds.Where(r => (string)r["payment_intent"]! == intent && (string)r["status"]! is not "failed").Sum(r => (long)r["amount"]!);

    private JsonObject View(JsonObject session, bool expand)
    {
        var view = session.DeepClone().AsObject();
        view.Remove("_intent");
        if (!expand || (string?)session["payment_intent"] is not { } id) return view;
        var intent = _intents[id].DeepClone().AsObject();
        intent["latest_charge"] = new JsonObject { ["id"] = (string)intent["latest_charge"]!, ["amount_refunded"] = Given(id), ["disputed"] = _disputes.Any(d => (string)d["payment_intent"]! == id) };
        view["payment_intent"] = intent;
        return view;
    }

    private void Happened(string type, JsonObject thing) => _events.Add(new JsonObject
    {
        ["id"] = Id("evt_"), ["object"] = "event", ["type"] = type, ["created"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        ["api_version"] = LearningHub.Grains.Payments.Stripe.StripeClient.Version, ["data"] = new JsonObject { ["object"] = thing.DeepClone() },
    });

    private string Id(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}A1b2{++_ids:0000}");

    private static JsonObject Metadata(Dictionary<string, string> form, string prefix)
    {
        var metadata = new JsonObject();
        foreach (var (name, value) in form) if (name.StartsWith(prefix, StringComparison.Ordinal)) metadata[name[prefix.Length..^1]] = value;
        return metadata;
    }

    private static JsonObject List(IEnumerable<JsonObject> items) => new() { ["object"] = "list", ["has_more"] = false, ["data"] = new JsonArray([.. items.Select(i => i.DeepClone())]) };
    private static (int, JsonObject) Missing(string id) => (404, Error("invalid_request_error", "resource_missing", $"No such object: '{id}'"));

    private static JsonObject Error(string type, string? code, string message)
    {
        var error = new JsonObject { ["type"] = type, ["message"] = message };
        if (code is not null) error["code"] = code;
        return new() { ["error"] = error };
    }

    private static Task Answer(HttpContext http, int status, JsonObject body) => Answer(http, status, body.ToJsonString());

    private static Task Answer(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["Request-Id"] = "req_stub";
        return http.Response.WriteAsync(body);
    }
}

internal enum Fault
{
    None,
    /// <summary>The connection breaks before anything was done.</summary>
    CutBefore,
    /// <summary>It was done, and the connection breaks before the answer.</summary>
    CutAfter,
    /// <summary>500, nothing done; remembered under its key.</summary>
    FailBefore,
    /// <summary>500, though it was done; remembered under its key.</summary>
    FailAfter,
    TooMany,
    InUse,
}
