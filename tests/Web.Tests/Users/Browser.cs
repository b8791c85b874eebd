using System.Net;
using System.Text.RegularExpressions;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Users;

/// <summary>A browser without JavaScript: cookies, forms, and redirects looked at rather than followed.</summary>
internal sealed class Browser(WebHub hub) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = hub.Address };

    /// <summary>What the session cookie holds; "" before sign-in and after sign-out.</summary>
    public string Session { get; private set; } = "";
    public string LastSetCookie { get; private set; } = "";

    public Task<(HttpStatusCode Status, string? Location, string Html)> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<(HttpStatusCode Status, string? Location, string Html)> Post(string path, params (string Name, string Value)[] fields) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) });

    public async Task<(HttpStatusCode Status, string? Location, string Html)> Send(HttpRequestMessage request)
    {
        if (Session.Length > 0) request.Headers.Add("Cookie", $"hub_session={Session}");
        using var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.FirstOrDefault(c => c.StartsWith("hub_session=", StringComparison.Ordinal)) is { } set)
        {
            LastSetCookie = set;
            Session = set["hub_session=".Length..set.IndexOf(';', StringComparison.Ordinal)];
        }
        return (response.StatusCode, response.Headers.Location?.ToString(), WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    public static string NewEmail() => $"p-{Guid.NewGuid():n}@example.test";

    /// <summary>The token of the newest mail of a kind to an address, from the outbox page as the admin sees it.</summary>
    public static async Task<string> MailedToken(WebHub hub, string email, string path)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var html = WebUtility.HtmlDecode(await (await hub.Admin.Get("/outbox")).Content.ReadAsStringAsync());
            var mine = html.Split("<article").FirstOrDefault(a => a.Contains(email, StringComparison.Ordinal) && a.Contains($"{path}?token=", StringComparison.Ordinal));
            if (mine is not null) return Uri.UnescapeDataString(Regex.Match(mine, Regex.Escape(path) + @"\?token=([^""<\s]+)").Groups[1].Value);
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(60)) throw new TimeoutException($"No mail with {path} to {email} in the outbox.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public void Dispose() => _http.Dispose();
}
