using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearningHub.Web.Tests.Hosting;
using LearningHub.WebFrontend.Common;

namespace LearningHub.Web.Tests.Certificates;

[Collection("web")]
public sealed class CertificatePagesTests(WebHub hub)
{
    private const string Name = "Sam <b>O’Neil</b> أحمد";

    [Fact]
    public async Task Completing_a_course_gives_a_certificate_that_a_stranger_can_check()
    {
        using var teacher = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        using var student = await hub.Visitor().Register(Name);
        var (course, id) = await Completed(teacher, student);
        using var stranger = hub.Visitor();

        var page = await (await stranger.Get($"/verify/{id}")).Content.ReadAsStringAsync();
        page.ShouldContain("This certificate is valid");
        page.ShouldNotContain("<b>O’Neil");
        var credential = await (await stranger.Get($"/certificates/{id}/credential")).Content.ReadAsStringAsync();
        (await Check(stranger, credential)).ShouldBe("valid");
        (await Check(stranger, credential.Replace("CertificateOfCompletion", "MasterDegree"))).ShouldBe("changed");
        (await Check(stranger, "{\"proof\":")).ShouldBe("notACredential");

        using var printed = await stranger.Get($"/certificates/{id}/pdf");
        if (PdfPrinter.IsAvailable)
        {
            printed.StatusCode.ShouldBe(HttpStatusCode.OK);
            Encoding.ASCII.GetString((await printed.Content.ReadAsByteArrayAsync()).AsSpan(0, 5)).ShouldBe("%PDF-");
        }
        else printed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        (await stranger.Post($"/api/v1/certificates/{id}/revocation", new { reason = "x" }).ExpectProblem(401)).ShouldNotBeEmpty();
        await student.Post($"/api/v1/certificates/{id}/revocation", new { reason = "x" }).ExpectProblem(403);
        using var other = await (await hub.Visitor().Register("Omar Other")).MadeInstructorBy(hub.Admin);
        (await other.Post($"/api/v1/certificates/{id}/revocation", new { reason = "x" }).ExpectProblem(404)).ShouldBe("certificates.not_found");
        (await other.Get($"/api/v1/courses/{course}/certificates").ExpectProblem(403)).ShouldBe("courses.not_yours");

        await teacher.Post($"/api/v1/certificates/{id}/revocation", new { reason = "Copied the answers." }).Expect(200);
        var revoked = await (await stranger.Get($"/verify/{id}")).Content.ReadAsStringAsync();
        revoked.ShouldContain("was revoked");
        revoked.ShouldNotContain("Copied the answers");
        (await stranger.Get($"/certificates/{id}/pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Check(stranger, credential)).ShouldBe("revoked");
        await teacher.Delete($"/api/v1/certificates/{id}/revocation").Expect(200);
        (await Check(stranger, credential)).ShouldBe("valid");
    }

    [Fact]
    public async Task A_template_that_cannot_be_filled_in_is_refused_at_its_field_and_a_preview_of_anything_is_a_picture()
    {
        await hub.Admin.Put("/api/v1/certificate-template", new { style = "modern", heading = "Done", statement = "{name} did {course} {grade}", signatory = "", role = "" }).ExpectProblem(422);
        using var preview = await hub.Admin.Get($"/admin/certificates/preview?heading={Uri.EscapeDataString("</text><script>alert(1)</script>\u0001")}&statement=%7Bname%7D&style=99");
        preview.StatusCode.ShouldBe(HttpStatusCode.OK);
        preview.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        (await preview.Content.ReadAsStringAsync()).ShouldNotContain("<script");
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        using var stranger = hub.Visitor();
        foreach (var path in (string[])["/verify/none", "/certificates/none/pdf", "/certificates/none/credential", "/certificates/status/9", "/certificates/status/99999"])
            (await stranger.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        using var student = await hub.Visitor().Register();
        foreach (var path in (string[])["/receipts/R2026-000001", "/receipts/R2026-000001/pdf", "/receipts/..%2f..%2fetc"])
            (await student.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
    }

    [Fact]
    public async Task The_rule_of_a_course_is_set_on_its_page_and_by_the_api_and_what_cannot_be_comes_back_as_it_was_typed()
    {
        using var teacher = await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);
        var (course, _, _) = await teacher.TeachCourse("Clocks by the rule");
        var address = $"/teach/courses/{course}/certificates";
        (await teacher.Page(address)).ShouldContain("Passing grade, in percent");

        using (var refused = await Save(("enabled", "on"), ("progressPercent", "8O"), ("passingGrade", "79,955")))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var page = await refused.Content.ReadAsStringAsync();
            page.ShouldContain("value=\"8O\"");
            page.ShouldContain("value=\"79,955\"");
            page.ShouldContain("Say a whole number from 1 to 100.");
        }
        using (var refused = await Save(("enabled", "on"), ("progressPercent", "80"), ("passingGrade", "79,955")))
            (await refused.Content.ReadAsStringAsync()).ShouldContain("A passing grade is above 0 and at most 100");
        using (var saved = await Save(("enabled", "on"), ("progressPercent", "80 %"), ("passingGrade", "79,5"))) ((int)saved.StatusCode).ShouldBeInRange(200, 303);
        var rule = await teacher.Get($"/api/v1/courses/{course}/certificate-rule").Expect(200);
        (rule["enabled"]!.GetValue<bool>(), rule["progressPercent"]!.GetValue<int>(), rule["passingGrade"]!.GetValue<decimal>()).ShouldBe((true, 80, 79.5m));
        (await teacher.Page(address + "?saved")).ShouldContain("This course has no quiz");

        foreach (var body in (object[])[new { enabled = true, progressPercent = 0 }, new { enabled = true, passingGrade = 1e20m }, new { enabled = true, progressPercent = 50, passingGrade = 0.001m }])
            await teacher.Put($"/api/v1/courses/{course}/certificate-rule", body).ExpectProblem(422);
        // What is left out is as it is at first.
        rule = await teacher.Put($"/api/v1/courses/{course}/certificate-rule", new { enabled = true }).Expect(200);
        (rule["progressPercent"]!.GetValue<int>(), rule["passingGrade"]).ShouldBe((100, null));

        Task<HttpResponseMessage> Save(params (string Name, string Value)[] fields) =>
            teacher.Http.PostAsync(address + "/rule", new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
    }

    [Theory]
    [InlineData("""{"proof":{"verificationMethod":"\ud800"}}""")]
    [InlineData("""{"proof":{"\ud800":"x"}}""")]
    public async Task Half_a_character_in_what_a_visitor_has_checked_is_no_credential(string credential)
    {
        using var stranger = hub.Visitor();
        (await Check(stranger, credential)).ShouldBe("notACredential");
        using var page = await stranger.Http.PostAsync("/verify", new FormUrlEncodedContent([KeyValuePair.Create("credential", credential)]));
        page.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static async Task<(string Course, string Certificate)> Completed(HubClient teacher, HubClient student)
    {
        var (course, _, _) = await teacher.TeachCourse("Clocks and what they say");
        await student.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(200, 201);
        var view = await student.Get($"/api/v1/courses/{course}").Expect(200);
        foreach (var lesson in view["sections"]!.AsArray().SelectMany(s => s!["lessons"]!.AsArray()))
            await student.Put($"/api/v1/courses/{course}/lessons/{lesson!["lessonId"]}/completion", new { completed = true }).Expect(200);
        var mine = await student.Until("/api/v1/me/certificates", n => n["items"]!.AsArray().Count > 0);
        return (course, mine["items"]![0]!["certificateId"]!.GetValue<string>());
    }

    private static async Task<string> Check(HubClient client, string credential)
    {
        using var content = new StringContent(credential, Encoding.UTF8, "application/json");
        using var answer = await client.Http.PostAsync("/api/v1/certificates/check", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["outcome"]!.GetValue<string>();
    }
}
