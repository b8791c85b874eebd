using LearningHub.WebFrontend.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace LearningHub.Web.Tests.Hostile;

[Collection("hostile")]
public sealed class DoorListTests(HostileWorld world)
{
    /// <summary>Endpoints that need no permission of their own, each with the reason.</summary>
    private static readonly Dictionary<string, string> WithoutAccess = [];

    [Fact]
    public void Every_endpoint_form_tus_verb_and_hub_method_is_in_the_table_and_the_table_names_no_other()
    {
        var lines = DoorTable.Lines(world.Doors);
        if (Environment.GetEnvironmentVariable("HUB_UPDATE_GOLDEN") == "1") DoorTable.Update(lines);
        DoorTable.Differences(lines).ShouldBe("", "doors.txt differs; if that is meant, run with HUB_UPDATE_GOLDEN=1 and review the diff");

        world.Doors.Count(d => d.IsForm).ShouldBeGreaterThan(25);
        foreach (var verb in (string[])["OPTIONS", "POST", "HEAD", "PATCH", "DELETE"]) world.Doors.ShouldContain(d => d.IsUpload && d.Method == verb);
        foreach (var method in (string[])["Watch", "Unwatch", "Typing"]) world.Doors.ShouldContain(d => d.Method == Door.HubMethod && d.Pattern.EndsWith('#' + method));
    }

    [Fact]
    public void Every_endpoint_names_the_permission_it_asks_for() => Unguarded(world.Doors).ShouldBeEmpty();

    [Fact]
    public void A_door_that_is_missing_from_the_table_or_names_no_permission_is_caught()
    {
        var endpoint = new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/v1/back-door"), 0, new EndpointMetadataCollection(new HttpMethodMetadata(["POST"])), "seeded");
        var seeded = Door.Of(endpoint).ToArray();
        Unguarded(seeded).ShouldBe(["POST /api/v1/back-door"]);
        var lines = DoorTable.Lines(world.Doors);
        DoorTable.Differences([.. lines, .. DoorTable.Lines(seeded)]).ShouldBe("+ POST /api/v1/back-door nothing");
        DoorTable.Differences(lines[1..]).ShouldBe("- " + lines[0]);
    }

    private static string[] Unguarded(IEnumerable<Door> doors) => [.. doors.Where(d => d.Asks is null && !WithoutAccess.ContainsKey(d.ToString())).Select(d => d.ToString())];
}
