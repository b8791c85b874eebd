using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>Who asks: with a session that lives or without one.</summary>
internal sealed record Caller(string Name, Academy Academy, string? Token, bool SignedIn);

/// <summary>One generated request. The same seed makes the same request, the ids aside.</summary>
internal sealed class HostileRequest : IDisposable
{
    private static readonly string[] OddMethods = ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "GET", "POST", "QUERY"];
    private readonly Random _random;

    public HostileRequest(Door door, Caller caller, Ids own, Ids foreign, Random random)
    {
        _random = random;
        (Door, Caller) = (door, caller);
        var path = Path(own, foreign);
        var method = Chance(5) ? OddMethods[random.Next(OddMethods.Length)] : door.Method == "ANY" ? "GET" : door.Method;
        Message = new(new HttpMethod(method), new Uri(path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        Credentials();
        Message.Headers.Host = caller.Academy.HostName;
        Headers();
        Message.Content = Body(Chance(80) ? own : foreign);
        if (door.IsUpload) Upload(own, foreign);
    }

    public Door Door { get; }
    public Caller Caller { get; }
    public HttpRequestMessage Message { get; }
    public string Attack { get; private set; } = "honest";
    public bool RealIds { get; private set; } = true;

    /// <summary>The server may answer, or close the connection, before it has read the whole body.</summary>
    public bool MayBeCut { get; private set; }

    public static Uri Base { get; set; } = new("http://127.0.0.1");

    public override string ToString() => $"{Message.Method} {Message.RequestUri!.PathAndQuery[..Math.Min(300, Message.RequestUri.PathAndQuery.Length)]} by {Caller.Name} [{Attack}]";

    public void Dispose() => Message.Dispose();

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Path(Ids own, Ids foreign)
    {
        var path = Door.Pattern;
        foreach (var name in Door.Parameters)
        {
            var value = ValidInput.RouteValue(name, Chance(82) ? own : foreign);
            // A projection that stops or begins anew slows all that follows down: with their real names only these are asked of those who may.
            var harmful = name == "name" && (Door.Name.EndsWith(".stop", StringComparison.Ordinal) || Door.Name.EndsWith(".rebuild", StringComparison.Ordinal)) && Caller.Name.Contains("admin", StringComparison.Ordinal);
            if (harmful || Chance(10))
            {
                value = Payloads.Segment(_random);
                Attack = "segment";
                RealIds = harmful && !Chance(10) && RealIds;
            }
            path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }
        var query = new List<string>();
        for (var n = _random.Next(Door.Method == "GET" ? 4 : 2); n > 0; n--)
        {
            var name = ValidInput.QueryFields[_random.Next(ValidInput.QueryFields.Length)];
            var hostile = Chance(75);
            query.Add($"{name}={(hostile ? Payloads.Query(_random) : Uri.EscapeDataString(ValidInput.Text(name, own, _random)))}");
            if (hostile && Attack == "honest") Attack = "query " + name;
        }
        var whole = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        // Kestrel's limit of the request line is 8 KiB; one in fifty of the long ones goes beyond.
        if (whole.Length > 7000 && !Chance(2)) whole = path.Length < 7000 ? path : Door.Pattern.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        return Base.GetLeftPart(UriPartial.Authority) + whole;
    }

    private void Credentials()
    {
        if (Caller.Token is not { } token) return;
        if (Chance(Door.IsPage ? 80 : 30)) Add("Cookie", $"theme=dark; hub_session={token}");
        else Add("Authorization", "Bearer " + token);
    }

    private void Headers()
    {
        if (Chance(20)) Add("Idempotency-Key", Payloads.Header(_random));
        if (Chance(15)) Add("Accept", Chance(50) ? "text/html" : Payloads.Header(_random));
        if (Chance(5)) Add("If-None-Match", Payloads.Header(_random));
        if (Chance(5)) Add("Range", Chance(50) ? "bytes=5-1,-0,99999999999-" : Payloads.Header(_random));
        if (Chance(4)) Add("X-HTTP-Method-Override", "DELETE");
        if (Chance(4)) Add("X-Forwarded-For", Payloads.Header(_random));
        if (Chance(4)) Add("X-Forwarded-Host", "evil.test");
        if (Chance(4)) Add("Sec-Fetch-Site", Chance(50) ? "cross-site" : "same-origin");
        if (Chance(4)) Add("Origin", Chance(50) ? "null" : "https://evil.test");
        if (Chance(4)) Add("Referer", Chance(50) ? "//evil.test" : "http://[::bad");
        if (Chance(4)) Add("User-Agent", Payloads.Header(_random));
        if (Chance(3)) Add("traceparent", Chance(50) ? "00-0-0-0" : "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        if (Chance(2)) Add("X-Long", new string('x', 4000));
        if (!Chance(1)) return;
        Add("X-Too-Long", new string('x', 40_000));
        (Attack, MayBeCut) = ("oversized header", true);
    }

    private HttpContent? Body(Ids ids)
    {
        if (Door.BodyType is { } type) return Json(ValidInput.Body(type, ids, _random));
        if (Door.IsForm) return Form(ids);
        return Chance(6) ? Bytes(Payloads.Broken("{\"a\":1}", _random), "application/json") : null;
    }

    private HttpContent Json(JsonObject body)
    {
        var fields = body.Select(p => p.Key).ToArray();
        switch (_random.Next(100))
        {
            case < 12:
                break;
            case < 66 when fields.Length > 0:
                for (var n = _random.Next(1, 3); n > 0; n--)
                {
                    var name = fields[_random.Next(fields.Length)];
                    body[name] = Chance(70) ? Payloads.SameKind(body[name], _random) : Payloads.Value(_random);
                }
                Attack = "field";
                break;
            case < 74 when fields.Length > 0:
                body.Remove(fields[_random.Next(fields.Length)]);
                Attack = "missing";
                break;
            case < 92:
                Attack = "broken body";
                return Bytes(Payloads.Broken(body.ToJsonString(), _random), "application/json");
            default:
                Attack = "content type";
                return Bytes(Encoding.UTF8.GetBytes(body.ToJsonString()), OddType());
        }
        return Bytes(Encoding.UTF8.GetBytes(body.ToJsonString()), "application/json");
    }

    private HttpContent Form(Ids ids)
    {
        var fields = ValidInput.FormFields.Select(f => (Name: f, Value: ValidInput.Text(f, ids, _random))).ToList();
        for (var n = Chance(12) ? 0 : _random.Next(1, 4); n > 0; n--)
        {
            var at = _random.Next(fields.Count);
            Attack = "form field " + fields[at].Name;
            fields[at] = (fields[at].Name, Payloads.Text(_random));
        }
        if (Chance(5)) fields.AddRange(Enumerable.Range(0, 1500).Select(i => ("title", "v" + i)));
        if (Chance(5)) fields[0] = ("title", new string('t', 400_000));
        var text = string.Join('&', fields.Select(f => $"{f.Name}={Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(f.Value)))}"));
        switch (_random.Next(20))
        {
            case 0:
                Attack = "broken form";
                return Bytes(Encoding.UTF8.GetBytes("title=%zz&%00=%ff%fe&=&&&name=%ed%a0%80&" + text), "application/x-www-form-urlencoded");
            case 1:
                Attack = "broken multipart";
                return Bytes("--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n--c--"u8.ToArray(), Chance(50) ? "multipart/form-data; boundary=b" : "multipart/form-data");
            case 2:
                Attack = "multipart";
                var parts = string.Concat(fields.Select(f => $"--b\r\nContent-Disposition: form-data; name=\"{f.Name}\"{(Chance(20) ? "; filename=\"../x\"" : "")}\r\n\r\n{f.Value}\r\n"));
                return Bytes(Encoding.UTF8.GetBytes(parts + "--b--\r\n"), "multipart/form-data; boundary=b");
            case 3:
                Attack = "content type";
                return Bytes(Encoding.UTF8.GetBytes(text), OddType());
            case 4:
                Attack = "oversized";
                return Bytes(new byte[1_300_000], "application/x-www-form-urlencoded");
            default:
                return Bytes(Encoding.UTF8.GetBytes(text), "application/x-www-form-urlencoded");
        }
    }

    private string OddType() => _random.Next(9) switch
    {
        0 => "text/plain", 1 => "application/xml", 2 => "multipart/form-data", 3 => "application/json; charset=utf-16", 4 => "application/json; charset=nothing",
        5 => "x", 6 => "", 7 => "application/x-www-form-urlencoded; charset=utf-7", _ => "multipart/form-data; boundary=" + new string('b', 300),
    };

    private ByteArrayContent Bytes(byte[] bytes, string type)
    {
        MayBeCut |= bytes.Length > 16_000;
        var content = new ByteArrayContent(bytes);
        if (type.Length > 0) content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private void Upload(Ids own, Ids foreign)
    {
        if (!Chance(6)) Add("Tus-Resumable", Chance(92) ? "1.0.0" : Payloads.Header(_random));
        var aim = Chance(85) ? own : foreign;
        if (Door.Method == "POST")
        {
            Add("Upload-Length", Chance(60) ? "4096" : Payloads.Header(_random));
            if (Chance(95)) Add("Upload-Metadata", Chance(70) ? $"course {B64(Chance(80) ? aim.Draft : Payloads.Text(_random))},lesson {B64(aim.Video)},filename {B64(Payloads.Text(_random))},filetype {B64("video/mp4")}" : Payloads.Header(_random));
        }
        if (Door.Method != "PATCH") return;
        Add("Upload-Offset", Chance(60) ? "0" : Payloads.Header(_random));
        if (Chance(30)) Add("Upload-Checksum", Chance(50) ? "sha1 " + Payloads.Header(_random) : "sha256 " + B64(new string('x', 32)));
        Message.Content = Bytes(new byte[_random.Next(0, 5000)], Chance(85) ? "application/offset+octet-stream" : OddType());
    }

    private static string B64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Length > 500 ? text[..500] : text));

    private void Add(string name, string value) => Message.Headers.TryAddWithoutValidation(name, value);
}
