using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.WebFrontend.Common.Layout;
using LearningHub.WebFrontend.Settings.Pages;

namespace LearningHub.WebFrontend.Settings;

internal static class SettingsPages
{
    public const string Root = SitePaths.Administration + "/settings";
    private const int Shown = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Settings");
        pages.MapGet(Root, (HttpContext http, IGrainFactory grains, int? before, string? done) => Show(http, grains, before, done is not null, null, null)).Access(Permission.ManageSettings).WithName("page.settings");
        pages.MapPost(Root, Save).Access(Permission.ManageSettings).WithName("page.settings.save");
        pages.MapGet(Root + "/versions/{number:int}", (int number, int? since, HttpContext http, IGrainFactory grains) => ShowVersion(number, since, http, grains, null)).Access(Permission.ManageSettings).WithName("page.settings.version");
        pages.MapPost(Root + "/versions/{number:int}/restore", Restore).Access(Permission.ManageSettings).WithName("page.settings.restore");
    }

    private static async Task<IResult> Save(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        // A box that is not ticked is not sent: it is off.
        var said = SettingCatalogue.All.Select(s => KeyValuePair.Create<string, string?>(s.Name, s is OnOffSetting ? form.ContainsKey(s.Name) ? OnOffSetting.On : OnOffSetting.Off : form.Text(s.Name))).ToList();
        var saved = await SettingsCalls.Save(http, grains, Version(form), said);
        return saved.IsOk ? Common.Pages.SeeOther(Root + "?done=1") : await Show(http, grains, null, false, saved.Error, said.ToImmutableDictionary(s => s.Key, s => s.Value ?? ""));
    }

    private static async Task<IResult> Restore(int number, HttpContext http, IGrainFactory grains)
    {
        var restored = await SettingsCalls.RollBack(http, grains, number, Version(await http.Form()));
        return restored.IsOk ? Common.Pages.SeeOther(Root + "?done=1") : await ShowVersion(number, null, http, grains, restored.Error);
    }

    /// <param name="said">What was just posted and refused: shown again, so that nothing typed is lost.</param>
    private static async Task<IResult> Show(HttpContext http, IGrainFactory grains, int? before, bool done, Error? problem, ImmutableDictionary<string, string>? said)
    {
        var settings = SettingsCalls.Settings(http, grains);
        var view = await settings.Get();
        var history = await settings.History(before, Shown + 1);
        // Somebody was faster: what is true now is shown, or a second try would undo their change unseen.
        if (problem is { Kind: ErrorKind.Conflict }) said = null;
        return Common.Pages.Show<SettingsPage>(new
        {
            Page = await http.Page("Settings", Root), View = view, Said = said, Problem = problem, Done = done,
            History = history.Take(Shown).ToImmutableArray(), Earlier = history.Length > Shown ? history[Shown - 1].Version : (int?)null,
            Names = await SettingsCalls.Names(http, grains, view.Settings.Select(s => s.ChangedBy).Concat(history.Select(h => (string?)h.By))),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> ShowVersion(int version, int? since, HttpContext http, IGrainFactory grains, Error? problem)
    {
        var settings = SettingsCalls.Settings(http, grains);
        var view = await settings.Get();
        var from = since ?? version - 1;
        var made = version > 0 ? await settings.Compare(from, version) : ImmutableArray<SettingChange>.Empty;
        var back = await settings.Compare(view.Version, version);
        if (!made.IsOk || !back.IsOk) return Refusals.NotFound(http);
        var told = version > 0 ? (await settings.History(version + 1, 1)).FirstOrDefault() : null;
        return Common.Pages.Show<SettingsVersionPage>(new
        {
            Page = await http.Page(version == 0 ? "Defaults" : $"Settings, version {version}", Root), Version = version, Since = from, Told = told, Made = made.Value, Back = back.Value, Now = view.Version, Problem = problem,
            Names = await SettingsCalls.Names(http, grains, [told?.By]),
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static int Version(IFormCollection form) => int.TryParse(form.Text("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
}
