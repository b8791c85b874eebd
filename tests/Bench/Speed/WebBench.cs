using System.Globalization;
using LearningHub.Bench.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using System.Net.Http.Json;

namespace LearningHub.Bench.Speed;

/// <summary>Pages and API over real sockets, client in the same process, beside a bare server that answers a line of text.</summary>
internal static class WebBench
{
    private const int Clients = 16;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        await using var hub = await BenchHub.Start();
        await using var plain = await Plain(0);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = Clients });
        var setUp = await http.PostAsJsonAsync(new Uri(hub.Address, "/api/v1/setup"), new { name = "Bench", adminName = "Ada", adminEmail = "a@bench.test", adminPassword = "correct-horse-battery-9" }, cancellation);
        setUp.EnsureSuccessStatusCode();

        var table = new Table("what", "at once", "requests/s", "of the floor");
        var floor = await Pace.Of(Clients, Time, (_, _) => Get(http, new Uri(AddressOf(plain), "/plain"), cancellation), cancellation);
        table.Row("a line of text, bare server (floor)", Clients, Pace.Number(floor), "1.00");
        foreach (var (what, path) in ((string, string)[])[("API, the catalogue from the database", "/api/v1/catalogue"), ("API, the academy from a grain", "/api/v1/academy"), ("home page of a visitor", "/"), ("sign-in page", "/sign-in")])
        {
            var pace = await Pace.Of(Clients, Time, (_, _) => Get(http, new Uri(hub.Address, path), cancellation), cancellation);
            table.Row(string.Create(CultureInfo.InvariantCulture, $"{what} ({path})"), Clients, Pace.Number(pace), Pace.Ratio(pace, floor));
        }
        return CommitBench.Show("web", "Pages and API (`./hub bench web`)", table);
    }

    /// <summary>The least that answers HTTP.</summary>
    public static async Task<WebApplication> Plain(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, port));
        var app = builder.Build();
        app.MapGet("/plain", () => "hello");
        await app.StartAsync();
        return app;
    }

    public static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task Get(HttpClient http, Uri address, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(address, cancellation);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{address}: {(int)response.StatusCode}");
        await response.Content.CopyToAsync(Stream.Null, cancellation);
    }
}
