using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Settings;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Settings;

/// <summary>What an academy has set, for its admins.</summary>
internal static class SettingsApi
{
    private const int MaxBody = 32 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Settings").MapGroup("/admin/settings").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("", async (HttpContext http, IGrainFactory grains) => Results.Ok(Described(await SettingsCalls.Settings(http, grains).Get())))
            .Access(Permission.ManageSettings).WithName("settings.get").WithSummary("Every setting: what it means, what it may be, what it is, and since when.").Produces<DescribedSettings>();
        api.MapPut("", async (SaveBody body, HttpContext http, IGrainFactory grains) => (await SettingsCalls.Save(http, grains, body.Version, body.Values ?? [])).ToApi(v => Results.Ok(Described(v))))
            .Access(Permission.ManageSettings).WithName("settings.save").WithSummary("Changes settings, all or none. version: of the settings that were seen; 409 when somebody changed them since.")
            .Produces<DescribedSettings>().ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/versions", async (HttpContext http, IGrainFactory grains, int? before, int? limit) => Results.Ok(await SettingsCalls.Settings(http, grains).History(before, HttpInput.Limit(limit))))
            .Access(Permission.ManageSettings).WithName("settings.versions").WithSummary("Who changed what, when; newest first.").Produces<ImmutableArray<SettingsVersion>>();
        api.MapGet("/versions/{number:int}/changes", async (int number, int? since, HttpContext http, IGrainFactory grains) =>
                (await SettingsCalls.Settings(http, grains).Compare(since ?? number - 1, number)).ToApi())
            .Access(Permission.ManageSettings).WithName("settings.compare").WithSummary("What is different at a version from another (the one before it). 0: the defaults.")
            .Produces<ImmutableArray<SettingChange>>().ProducesProblem(404);
        api.MapPost("/versions/{number:int}/restore", async (int number, RestoreBody body, HttpContext http, IGrainFactory grains) =>
                (await SettingsCalls.RollBack(http, grains, number, body.Version)).ToApi(v => Results.Ok(Described(v))))
            .Access(Permission.ManageSettings).WithName("settings.restore").WithSummary("Sets everything as it was at a version, as a new version. 0: the defaults.")
            .Produces<DescribedSettings>().ProducesProblem(404).ProducesProblem(409);
    }

    private static DescribedSettings Described(SettingsView view) => new(view.Version, [.. view.Settings.Join(SettingCatalogue.All, v => v.Name, s => s.Name, (v, s) => new DescribedSetting(
        s.Name, s.Kind, s.Room, s.Title, s.Description, s.Default, (s as NumberSetting)?.Min, (s as NumberSetting)?.Max, (s as NumberSetting)?.Unit ?? "", v.Value, v.IsDefault, v.ChangedBy, v.ChangedAt, v.Since))]);

    internal sealed record SaveBody(int Version, Dictionary<string, string?>? Values);

    internal sealed record RestoreBody(int Version);
}

/// <summary>The settings of an academy at a version.</summary>
public sealed record DescribedSettings(int Version, ImmutableArray<DescribedSetting> Settings);

/// <summary>A setting: what it means, what it may be, what it is.</summary>
public sealed record DescribedSetting(string Name, SettingKind Kind, string Room, string Title, string Description, string Default, int? Min, int? Max, string Unit,
    string Value, bool IsDefault, string? ChangedBy, DateTimeOffset? ChangedAt, int Since);
