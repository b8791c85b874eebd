using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Web.Tests.Live;

namespace LearningHub.Web.Tests.Courses;

[Collection("live")]
public sealed class CourseApprovalPagesTests(LiveHost host)
{
    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    [Fact]
    public async Task An_instructor_submits_an_admin_sends_back_and_approves_and_the_pages_say_so()
    {
        var (ines, ada) = (await host.Person("Ines", Roles.Instructor, "other"), await host.Person("Ada", Roles.Admin, "other"));
        using var teacher = ines.Http();
        using var admin = ada.Http();
        var courseId = await host.Course(ines);
        using (ines.Acting()) (await host.Grains.Course(new("other", courseId)).Unpublish(new UnpublishCourse())).Error.ShouldBeNull();
        async Task Set(string value)
        {
            var version = (await admin.GetFromJsonAsync<JsonNode>("/api/v1/admin/settings"))!["version"]!.GetValue<int>();
            (await admin.PutAsJsonAsync("/api/v1/admin/settings", new { version, values = new Dictionary<string, string> { ["courses.approval"] = value } })).EnsureSuccessStatusCode();
        }
        await Set("on");
        try
        {
            (await teacher.GetStringAsync($"/teach/courses/{courseId}")).ShouldContain("Submit for approval");
            var refused = await teacher.PostAsync($"/api/v1/courses/{courseId}/publication", null);
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await refused.Content.ReadFromJsonAsync<JsonNode>())!["code"]!.GetValue<string>().ShouldBe("courses.not_approved");
            (await teacher.PostAsync($"/api/v1/courses/{courseId}/submission", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await teacher.GetStringAsync($"/teach/courses/{courseId}")).ShouldContain("Waits for approval");

            (await admin.GetStringAsync("/admin/approvals")).ShouldContain($"/admin/approvals/{courseId}");
            (await admin.GetStringAsync($"/admin/approvals/{courseId}")).ShouldContain("Never approved");
            (await admin.PostAsync($"/admin/approvals/{courseId}/return", Form(("reason", "")))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await admin.PostAsJsonAsync($"/api/v1/admin/approvals/{courseId}/return", new { reason = "Say what a crumb is." })).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await teacher.GetStringAsync($"/teach/courses/{courseId}")).ShouldContain("Say what a crumb is.");

            var again = (await (await teacher.PostAsync($"/api/v1/courses/{courseId}/submission", null)).Content.ReadFromJsonAsync<JsonNode>())!;
            var edits = again["review"]!["edits"]!.GetValue<long>();
            (await admin.PostAsJsonAsync($"/api/v1/admin/approvals/{courseId}/approval", new { edits = edits + 1 })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await admin.PostAsJsonAsync($"/api/v1/admin/approvals/{courseId}/approval", new { edits })).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await teacher.PostAsync($"/api/v1/courses/{courseId}/publication", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await teacher.GetAsync("/admin/approvals")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
        finally
        {
            await Set("off");
        }
    }
}
