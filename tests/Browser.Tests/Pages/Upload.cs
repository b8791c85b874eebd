using System.Globalization;
using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>The upload of a lesson's video and what becomes of it.</summary>
internal sealed class Upload(Person who)
{
    private readonly List<long> offsets = [];
    private IPage Page => who.Page;
    private ILocator Element => Page.Locator("hub-upload");

    /// <summary>Where each PATCH began: 0 is from the start.</summary>
    public IReadOnlyList<long> Offsets => offsets;

    public async Task Choose(string file)
    {
        Page.Request += (_, request) =>
        {
            if (request.Method == "PATCH" && request.Headers.TryGetValue("upload-offset", out var offset)) offsets.Add(long.Parse(offset, CultureInfo.InvariantCulture));
        };
        await Element.Locator("input[type=file]").SetInputFilesAsync(file);
    }

    public Task IsComplete() => Expect(Element.Locator("hub-media-state")).ToBeVisibleAsync(new() { Timeout = 60_000 });

    /// <summary>Every state that the page shows from now on, in words.</summary>
    public Task NoteStates() => Page.EvaluateAsync("""
        () => {
          const said = window.saidStates = [];
          const look = () => { const words = document.querySelector('hub-media-state [role=status]')?.textContent.trim(); if (words && said.at(-1) !== words) said.push(words); };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """);

    public async Task<string[]> StatesUntilReady()
    {
        await Expect(Element.GetByText("Learners can watch it.")).ToBeVisibleAsync(new() { Timeout = 360_000 });
        return await Page.EvaluateAsync<string[]>("window.saidStates");
    }
}
