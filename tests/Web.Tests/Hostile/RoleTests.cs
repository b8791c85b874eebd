using System.Net.Http.Headers;
using System.Text;
using LearningHub.Web.Tests.Hosting;
using Xunit.Abstractions;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>Every endpoint, asked by everybody who should not get far, with an honest request: what is refused is refused for who asks.</summary>
[Collection("hostile")]
public sealed class RoleTests(HostileWorld world, ITestOutputHelper output)
{
    /// <summary>Doors that answer with success to ids of another academy because they then speak of nothing.</summary>
    private static readonly Dictionary<string, string> SpeakOfNothing = new()
    {
        ["carts.remove"] = "taking out what is not in it: the caller's own cart as it is",
        ["enrolments.get"] = "no enrolment: status none",
        ["page.account.end"] = "a session that has ended anyway",
        ["notifications.courses.mute"] = "unmuting what is not muted",
        ["notifications.kinds.mute"] = "a kind is the same in every academy, and the muting one's own",
        ["notifications.devices.remove"] = "a browser that gets nothing anyway",
        ["page.notifications.settings.removeDevice"] = "the same",
        ["page.notifications.settings.unmute"] = "what is not muted",
        ["uploads.options"] = "what the server can do, for all",
    };

    [Theory]
    [InlineData("visitor")]
    [InlineData("ended")]
    [InlineData("suspended")]
    [InlineData("admin of the other academy, here")]
    public async Task Who_is_not_signed_in_is_sent_to_sign_in(string who)
    {
        var (main, other) = (world.Main, world.Other);
        var token = who switch { "ended" => main.Ended.Token, "suspended" => main.Suspended.Token, "visitor" => null, _ => other.Admin.Token };
        await Ask(token, null, main.Ids, other.Marker, (door, answer) =>
            door.Asks == Permission.Anyone ? null
            : door.IsPage ? answer.Status == 303 && answer.Headers["Location"].StartsWith("/sign-in", StringComparison.Ordinal) ? null : "not sent to sign in"
            : answer.Status == 401 ? null : "not 401");
    }

    [Theory]
    [InlineData("student")]
    [InlineData("instructor")]
    public async Task Who_lacks_the_role_is_refused_and_who_does_not_own_it_too(string who)
    {
        var main = world.Main;
        var person = who == "student" ? await main.Person("Passing") : await (await main.Person("Passing")).MadeInstructorBy(main.Admin);
        var before = await Snapshot();
        await Ask(person.Token, null, main.Ids, world.Other.Marker, (door, answer) =>
        {
            if (!May(door.Asks!.Value)) return answer.Status == 403 ? null : "not 403";
            if (door.Asks is Permission.Teach && door.Parameters.Any(p => p is "courseId" or "mediaId"))
                return answer.Status is 403 or 404 ? null : "another's course or upload is reached";
            return door.Asks == Permission.Anyone || answer.Status != 401 ? null : "not taken for signed in";
        });
        (await Snapshot()).ShouldBe(before);

        bool May(Permission permission) => Roles.Grants(who == "student" ? [Roles.Student] : [Roles.Student, Roles.Instructor], permission);
    }

    [Fact]
    public async Task The_admin_of_another_academy_finds_nothing_by_the_ids_of_this_one()
    {
        var before = await Snapshot();
        var admin = world.Other.Admin;
        await Ask(admin.Token, world.Other.HostName, world.Main.Ids, world.Main.Marker, (door, answer) =>
        {
            if (((string[])[world.Main.Ids.Course, world.Main.Ids.Draft, world.Main.Ids.Media]).Any(id => door.Method == "GET" && door.Parameters.All(p => p != "courseId") && answer.Body.Contains(id, StringComparison.Ordinal)))
                return "shows ids of another academy";
            if (door.Asks == Permission.OperateSystem) return answer.Status == 403 ? null : "the platform is the operators' alone";
            if (!door.Parameters.Any(p => p.EndsWith("Id", StringComparison.Ordinal) || p == "token") || SpeakOfNothing.ContainsKey(door.Name)) return null;
            return answer.Status is 403 or 404 ? null : "something is there";
        });
        (await Snapshot()).ShouldBe(before);
    }

    [Fact]
    public async Task A_signed_address_of_media_serves_the_one_it_was_made_for_and_nobody_else()
    {
        var address = $"/media/{world.Main.Ids.MediaToken}/master.m3u8";
        (await world.Main.Instructor.Get(address)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await world.Other.Student.Get(address)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        using var visitor = world.Hub.Visitor();
        (await visitor.Get(address)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await (await world.Main.Student.Get(address)).Content.ReadAsStringAsync()).ShouldContain(world.Main.Marker);
    }

    private async Task Ask(string? token, string? hostName, Ids ids, string foreignMarker, Func<Door, Answer, string?> judge)
    {
        var wrong = new List<string>();
        var random = new Random(7);
        foreach (var door in world.Doors.Where(d => d.IsHttp && d.Name is not "page.signOut"))
        {
            using var request = Honest(door, ids, random);
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (hostName is not null) request.Headers.Host = hostName;
            using var response = await world.Http.SendAsync(request);
            var answer = await Answer.Read(response);
            var problem = Verdict.Of(door, answer, foreignMarker) ?? judge(door, answer);
            if (problem is not null) wrong.Add($"{door} ({door.Asks}) answered {answer.Status}: {problem}. {answer.Body[..Math.Min(answer.Body.Length, 200)]}");
        }
        foreach (var line in wrong) output.WriteLine(line);
        wrong.ShouldBeEmpty();
    }

    private static HttpRequestMessage Honest(Door door, Ids ids, Random random)
    {
        var path = door.Parameters.Aggregate(door.Pattern, (p, name) => p.Replace($"{{{name}}}", ValidInput.RouteValue(name, ids), StringComparison.Ordinal));
        var request = new HttpRequestMessage(new HttpMethod(door.Method == "ANY" ? "GET" : door.Method), path);
        if (door.BodyType is { } type) request.Content = new StringContent(ValidInput.Body(type, ids, random).ToJsonString(), Encoding.UTF8, "application/json");
        else if (door.IsForm) request.Content = new FormUrlEncodedContent(ValidInput.FormFields.Select(f => KeyValuePair.Create(f, ValidInput.Text(f, ids, random))));
        if (door.IsUpload)
        {
            request.Headers.Add("Tus-Resumable", "1.0.0");
            request.Headers.Add("Upload-Length", "4096");
            request.Headers.Add("Upload-Offset", "0");
            request.Headers.Add("Upload-Metadata", $"course {Base64(ids.Draft)},lesson {Base64(ids.Video)},filename {Base64("a.mp4")},filetype {Base64("video/mp4")}");
            if (door.Method == "PATCH")
            {
                request.Content = new ByteArrayContent(new byte[16]);
                request.Content.Headers.ContentType = new("application/offset+octet-stream");
            }
        }
        return request;
    }

    /// <summary>What this academy's course looks like to its owner: nobody above may have changed it.</summary>
    private async Task<string> Snapshot()
    {
        var (owner, ids) = (world.Main.Owner, world.Main.Ids);
        var course = await owner.Get($"/api/v1/courses/{ids.Course}").Expect(200);
        var chat = await owner.Get($"/api/v1/courses/{ids.Course}/chat/messages").Expect(200);
        var (_, offset) = await Media.TusUpload.Look(owner, $"/api/v1/uploads/{ids.Media}");
        var victim = await world.Main.Admin.Get($"/api/v1/users/{ids.User}").Expect(200);
        return $"{course["version"]} {course["title"]} {chat["items"]?.ToJsonString() ?? chat["messages"]?.ToJsonString()} {offset} {victim["roles"]?.ToJsonString()} {victim["suspended"]}";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
