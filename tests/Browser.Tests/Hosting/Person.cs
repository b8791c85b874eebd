using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Browser.Tests.Hosting;

/// <summary>A person at a device: one browser context, one page, and what its console complained about.</summary>
internal sealed class Person
{
    public const string Password = HubClient.Password;
    private readonly List<string> complaints = [];
    private string[] expected = [];
    private string[] always = [];
    private ICDPSession? network;

    public Person(string name, string device, IBrowserContext context, IPage page, NetworkCable cable)
    {
        (Name, Device, Context, Page, Cable) = (name, device, context, page, cable);
        page.Console += (_, message) => { if (message.Type == "error") Complain($"{message.Text} {message.Location}"); };
        page.PageError += (_, error) => Complain(error);
    }

    public string Name { get; }
    public string FirstName => Name.Split(' ')[0];
    public string Email => $"{Name.Replace(' ', '.').ToLowerInvariant()}@example.test";
    public string Device { get; }
    public IBrowserContext Context { get; }
    public IPage Page { get; }
    public NetworkCable Cable { get; }
    public IEnumerable<string> Complaints => complaints;

    /// <summary>Comes with the session that a program has opened.</summary>
    public Task ComesAs(HubClient session) => Context.AddCookiesAsync([new() { Name = "hub_session", Value = session.Token, Url = Cable.Address.ToString() }]);

    /// <summary>A visit that the page itself has just begun may still come in between: then once more.</summary>
    public async Task Open(string path)
    {
        try { await Page.GotoAsync(path); }
        catch (PlaywrightException e) when (e.Message.Contains("net::ERR_ABORTED", StringComparison.Ordinal)) { await Page.GotoAsync(path); }
    }

    /// <summary>What the console may say of this person's page at any time.</summary>
    public void Expects(params string[] complaints) => always = complaints;

    /// <summary>Does something that the console rightly complains about.</summary>
    public async Task Expecting(string[] complaints, Func<Task> act)
    {
        expected = complaints;
        await act();
        expected = [];
    }

    /// <summary>How fast the line is, in bytes a second; -1 is no limit.</summary>
    public async Task Throttle(double download)
    {
        network ??= await Context.NewCDPSessionAsync(Page);
        await network.SendAsync("Network.enable");
        await network.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 20, ["downloadThroughput"] = download, ["uploadThroughput"] = -1 });
    }

    /// <summary>Reloads until it is there: for what a projection brings a moment later.</summary>
    public async Task ReloadUntilSeen(ILocator locator)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started).TotalMilliseconds < Cast.Patience)
        {
            try
            {
                await locator.First.WaitForAsync(new() { Timeout = 700 });
                return;
            }
            catch (TimeoutException)
            {
                await Page.ReloadAsync();
            }
        }
        await Expect(locator.First).ToBeVisibleAsync();
    }

    private void Complain(string text)
    {
        if (!expected.Concat(always).Any(e => text.Contains(e, StringComparison.Ordinal))) complaints.Add($"{Name}, {Device}, {Page.Url}: {text}");
    }
}
