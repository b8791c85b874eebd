using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>Markup in every text that people write comes back as text, on every page that shows it.</summary>
[Collection("hostile")]
public sealed class ReadBackTests(HostileWorld world)
{
    private const string Markup = $"\"'>{Verdict.Script} onload=hub(1)></title></script>";

    [Fact]
    public async Task Markup_in_any_text_stays_text_on_every_page()
    {
        var admin = world.Main.Admin;
        using var owner = await (await world.Hub.Visitor().Register("Ann " + Markup)).MadeInstructorBy(admin);
        using var student = await world.Hub.Visitor().Register("Sam " + Markup);
        await owner.Put("/api/v1/me", new { name = "Ann " + Markup, headline = Markup, zone = "Europe/Berlin" }).Expect(200);
        var (course, section, lesson) = await owner.TeachCourse("Storm");
        await owner.Put($"/api/v1/courses/{course}", new
        {
            title = "T " + Markup, subtitle = Markup, description = $"{Markup} [go](javascript:hub(1)) ![x](javascript:hub(1)) <a href='javascript:hub(1)'>x</a> and some more words to be long enough.",
            subject = "Software", level = "startingOut", language = "en", prices = Array.Empty<object>(),
        }).Expect(200);
        await owner.Put($"/api/v1/courses/{course}/sections/{section}", new { title = Markup }).Expect(200);
        await owner.Put($"/api/v1/courses/{course}/lessons/{lesson}", new { title = Markup, markdown = $"{Markup}\n\n<script>{Verdict.Script}</script> [go](javascript:hub(1)) <img src=x onerror=hub(1)>\n\n```\n{Markup}\n```" }).Expect(200);
        await student.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(200, 201);
        await student.Post($"/api/v1/courses/{course}/chat/messages", new { text = Markup, clientId = "m" }).Expect(201);

        string[] learner = [$"/courses/{course}", $"/learn/{course}/{lesson}", "/learning", "/", "/catalogue", $"/catalogue?q={Uri.EscapeDataString(Markup)}", "/account",
            $"/sign-in?return={Uri.EscapeDataString("/" + Markup)}", $"/reset?token={Uri.EscapeDataString(Markup)}", $"/confirm?token={Uri.EscapeDataString(Markup)}", $"/forgot?email={Uri.EscapeDataString(Markup)}"];
        string[] teacher = ["/teach", $"/teach/courses/{course}", $"/teach/courses/{course}?item={lesson}", $"/teach/courses/{course}?item={section}", $"/teach/courses/{course}/details",
            $"/teach/courses/{course}/students", $"/teach/courses/{course}/students?q={Uri.EscapeDataString(Markup)}"];
        string[] boss = ["/admin/users", $"/admin/users?q={Uri.EscapeDataString(Markup)}", $"/admin/users/{owner.UserId}", $"/admin/users/{student.UserId}", "/outbox"];
        using var visitor = world.Hub.Visitor();
        foreach (var (who, pages) in ((HubClient, string[])[])[(student, learner), (visitor, learner), (owner, teacher), (admin, boss)])
            foreach (var page in pages)
            {
                using var response = await who.Get(page);
                var answer = await Answer.Read(response);
                Verdict.Of(world.Doors[0], answer, world.Other.Marker).ShouldBeNull($"{page}: {answer.Body}");
            }
        (await (await student.Get($"/courses/{course}")).Content.ReadAsStringAsync()).ShouldContain("&lt;hubxss");
        (await (await admin.Get($"/admin/users/{student.UserId}")).Content.ReadAsStringAsync()).ShouldContain("&lt;hubxss");
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("https://evil.test/")]
    [InlineData("/%0d%0aSet-Cookie:a=b")]
    [InlineData("/\t/evil.test")]
    [InlineData("javascript:hub(1)")]
    public async Task Nobody_is_sent_to_another_site_after_signing_in(string back)
    {
        using var person = await world.Hub.Visitor().Register();
        using var shown = await person.Get($"/sign-in?return={Uri.EscapeDataString(back)}");
        var answer = await Answer.Read(shown);
        answer.Status.ShouldBe(303);
        Verdict.Of(world.Doors[0], answer, world.Other.Marker).ShouldBeNull();
        new Uri(world.Hub.Address, answer.Headers["Location"]).Authority.ShouldBe(world.Hub.Address.Authority);
    }
}
