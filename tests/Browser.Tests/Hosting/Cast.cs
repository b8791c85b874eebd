using System.Globalization;
using System.Text;
using LearningHub.Browser.Tests.Pages;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Browser.Tests.Hosting;

/// <summary>Everyone in a story, each in a browser context of their own.</summary>
internal sealed class Cast(IBrowser browser, Uri address, string story) : IAsyncDisposable
{
    /// <summary>What is waited for is there in a moment; on a machine that is busy with something else it may take many. A test that is green waits no longer for it. What takes long by itself, as a
    /// transcode does, says so where it is waited for.</summary>
    public const int Patience = 60_000;

    private readonly List<Person> people = [];
    private HubClient? teacher;

    /// <summary>Not while latency is measured: a trace copies every message of every socket, and that doubles what is read.</summary>
    private static readonly bool Traced = Environment.GetEnvironmentVariable("HUB_BROWSER_TRACE") != "off";

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
        context.SetDefaultTimeout(Patience);
        if (Traced) await context.Tracing.StartAsync(new() { Snapshots = true });
        var person = new Person(name, device, context, await context.NewPageAsync(), cable);
        people.Add(person);
        return person;
    }

    /// <summary>An academy that Ada Admin has set up, with the instructor Ines Okafor, and the session of a program of hers.</summary>
    public async Task<(Person Admin, Person Instructor, HubClient Teacher)> OpenTheAcademy()
    {
        var ada = await Enter("Ada Admin");
        await ada.SetUpTheAcademy("Night School");
        var ines = await Enter("Ines Okafor");
        await ines.Register();
        await ada.MakesAnInstructorOf(ines);
        teacher = new HubClient(address);
        await teacher.SignIn(ines.Email);
        return (ada, ines, teacher);
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
                if (Traced) await person.Context.Tracing.StopAsync(new() { Path = Artifacts.Failures(name + ".zip") });
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
        teacher?.Dispose();
    }
}
