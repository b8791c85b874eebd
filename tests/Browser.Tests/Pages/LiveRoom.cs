using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>The page of a live class.</summary>
internal sealed class LiveRoom(Person person, string classId)
{
    public Person Person => person;

    private ILocator Deck(string text) => person.Page.Locator(".hub-deck").GetByText(text);

    public Task HoldsAClockBeforeTheCamera() => person.Page.AddInitScriptAsync(LiveClock.Camera);

    public async Task Enter() => await person.Page.GotoAsync($"/live/{classId}");

    public Task Press(string text) => Deck(text).ClickAsync();

    /// <summary>A button that is only a sign.</summary>
    public Task Switch(string label) => person.Page.Locator(".hub-deck").GetByLabel(label, new() { Exact = true }).ClickAsync();

    public Task Shows(string text, string within = ".hub-stage") => person.Page.Locator(within).GetByText(text).First.WaitForAsync();

    /// <summary>Reads the clock in every picture from the next on.</summary>
    public Task WatchesTheClock() => LiveClock.Watch(person, "[data-on-air=yes] video.hub-livevideo");

    public Task<IReadOnlyList<Reading>> Readings() => LiveClock.Readings(person);

    /// <summary>Until a picture is shown that was made after this moment. Answers that picture.</summary>
    public async Task<Reading> SeesAPictureMadeAfter(double moment) => await Bench.Common.Wait.Until($"{person.Name} sees a picture made later", TimeSpan.FromSeconds(90),
        async () => (await Readings()).FirstOrDefault(r => r.ShownAt > moment && LiveClock.Between(moment, r.Clock) > 0), r => r is not null) ?? throw new InvalidOperationException();

    public async Task AsksAPoll(string question, params string[] options)
    {
        await person.Page.Locator(".hub-deck").GetByLabel("Ask a poll").ClickAsync();
        var form = person.Page.Locator(".hub-liveform");
        await form.Locator("[name=question]").FillAsync(question);
        for (var i = 0; i < options.Length; i++) await form.Locator("[name=option]").Nth(i).FillAsync(options[i]);
        await form.GetByText("Ask everybody").ClickAsync();
    }

    public Task Votes(string option) => person.Page.Locator(".hub-livepoll .hub-opt").GetByText(option, new() { Exact = true }).ClickAsync();

    public async Task ShowsVotes(params int[] votes)
    {
        for (var i = 0; i < votes.Length; i++) await person.Page.Locator($".hub-livepoll .hub-opt:nth-child({i + 1}) [data-votes=\"{votes[i]}\"]").WaitForAsync();
    }

    public async Task AsksTheHost(string question)
    {
        await Tab("Questions");
        await person.Page.Locator(".hub-compose [name=text]").Last.FillAsync(question);
        await person.Page.Locator(".hub-compose").GetByLabel("Ask").Last.ClickAsync();
        await Shows(question, ".hub-questions");
        await Tab("Chat");
    }

    public Task Tab(string name) => person.Page.Locator(".hub-tabs").GetByText(name).ClickAsync();

    public Task Leave() => Deck("Leave").ClickAsync();

    /// <summary>The page does nothing else for so long.</summary>
    public Task IsBusyFor(int milliseconds) => person.Page.EvaluateAsync("ms => { const until = performance.now() + ms; while (performance.now() < until); }", milliseconds);

    /// <summary>Answers for how many seconds it was asked whether that is meant: the page stands meanwhile, and sends nothing.</summary>
    public async Task<double> Ends()
    {
        person.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        var asked = TimeProvider.System.GetTimestamp();
        await Deck("End class").ClickAsync();
        return TimeProvider.System.GetElapsedTime(asked).TotalSeconds;
    }
}
