using System.Globalization;
using System.Text;

namespace LearningHub.Browser.Tests.Hosting;

/// <summary>Everyone in a story, each in a browser context of their own.</summary>
internal sealed class Cast(IBrowser browser, Uri address, string story) : IAsyncDisposable
{
    private readonly List<Person> people = [];

    /// <summary>Plays a story. When it fails, it says what everyone saw, and everyone's trace and a picture are kept.</summary>
    public static async Task Play(IBrowser browser, Uri address, string story, Func<Cast, Task> plot)
    {
        await using var cast = new Cast(browser, address, story);
        try
        {
            await plot(cast);
        }
        catch (Exception failure)
        {
            throw new StoryException($"{failure.Message}\n{await cast.KeepEvidence()}", failure);
        }
        cast.Complaints.ShouldBeEmpty("The browser's console has errors.");
    }

    public IEnumerable<string> Complaints => people.SelectMany(p => p.Complaints);

    /// <summary>Somebody comes with a browser that knows nothing of the hub.</summary>
    public async Task<Person> Enter(string name, string device = "laptop", bool scriptsFromTests = false)
    {
        var phone = device == "phone";
        var cable = new NetworkCable(address);
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = cable.Address.ToString(), Locale = "en-GB", TimezoneId = "Europe/Berlin", ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 860 }, HasTouch = phone, BypassCSP = scriptsFromTests,
        });
        // What is waited for is there in a moment; on a machine that is busy with something else it may take many. A test that is green waits no longer for it.
        context.SetDefaultTimeout(60_000);
        await context.Tracing.StartAsync(new() { Snapshots = true });
        var person = new Person(name, device, context, await context.NewPageAsync(), cable);
        people.Add(person);
        return person;
    }

    /// <summary>Answers what is on everyone's page.</summary>
    public async Task<string> KeepEvidence()
    {
        var seen = new StringBuilder("What everyone saw:\n");
        foreach (var person in people)
        {
            var name = $"{story}-{person.FirstName}-{person.Device}".Replace(' ', '-');
            try
            {
                seen.Append(CultureInfo.InvariantCulture, $"{person.Name}, {person.Page.Url}\n");
                seen.AppendLine(await person.Page.Locator("main").AriaSnapshotAsync(new() { Timeout = 5_000 }));
                await person.Page.ScreenshotAsync(new() { Path = Artifacts.Failures(name + ".png"), Timeout = 15_000 });
                await person.Context.Tracing.StopAsync(new() { Path = Artifacts.Failures(name + ".zip") });
            }
            catch (Exception e) when (e is PlaywrightException or TimeoutException)
            {
                // What could be kept is kept; the story's own failure is the one to show.
            }
        }
        return seen.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in people)
        {
            await person.Context.CloseAsync();
            person.Cable.Dispose();
        }
    }
}
