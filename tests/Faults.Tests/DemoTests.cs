using System.Net.Http.Json;
using LearningHub.Silo.Demo;
using LearningHub.Silo.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Faults.Tests;

/// <summary>The demo academy, stopped while it is being made.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "hub-demo-" + Guid.NewGuid().ToString("n")[..8]);

    [Fact]
    public async Task A_demo_that_was_cut_short_never_prints_a_password_that_is_not_true()
    {
        await using var host = await HubHost.Create(new HostSettings { Port = 0, DataPath = _folder }, _ => { });
        await host.App.StartAsync();
        var first = await Cut(host);
        var passwords = first.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words is [_, var email, _] && email.Contains('@', StringComparison.Ordinal)).ToArray();
        passwords.Length.ShouldBe(5, string.Join('\n', first));
        var second = await Cut(host);
        second.Where(line => line.Contains("printed when this account was made", StringComparison.Ordinal)).Count().ShouldBe(4, string.Join('\n', second));
        second.ShouldContain(line => line.Contains("has an admin already", StringComparison.Ordinal));
        using var client = new HttpClient { BaseAddress = new Uri(host.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        foreach (var words in passwords)
        {
            using var signedIn = await client.PostAsJsonAsync("/api/v1/sessions", new { email = words[1], password = words[2] });
            signedIn.IsSuccessStatusCode.ShouldBeTrue($"{words[1]}: {await signedIn.Content.ReadAsStringAsync()}");
        }
        await host.App.StopAsync();
    }

    /// <summary>Ctrl-C as soon as the last person is printed. Answers what was printed.</summary>
    private static async Task<IReadOnlyList<string>> Cut(HubHost host)
    {
        using var stopping = new CancellationTokenSource();
        await using var output = new CuttingWriter(stopping, "mei@");
        await DemoAcademy.Make(host.App.Services, output, stopping.Token);
        return output.Lines;
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private sealed class CuttingWriter(CancellationTokenSource stopping, string at) : StringWriter
    {
        public List<string> Lines { get; } = [];

        public override async Task WriteLineAsync(string? value)
        {
            Lines.Add(value ?? "");
            if (value?.Contains(at, StringComparison.Ordinal) == true) await stopping.CancelAsync();
        }
    }
}
