using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Pages;

namespace LearningHub.Browser.Tests.Look;

/// <summary>Every page of the demo academy, as the person it is for sees it. The pictures are artefacts of the run.</summary>
public sealed class PagesTests(BrowserHub hub, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<BrowserHub>
{
    private const string Course = "demo-distributed-systems";
    private static readonly string Quiz = Grains.Interfaces.Quizzes.QuizKey.IdOf("demo-statistics", "quiz");

    private static readonly (string Name, string Path)[] ForVisitors =
    [
        ("home-visitor", "/"), ("catalogue", "/catalogue"), ("catalogue-nothing", "/catalogue?q=xylophone"), ("course", $"/courses/{Course}"),
        ("sign-in", "/sign-in"), ("register", "/register"), ("forgot", "/forgot"), ("reset", "/reset?token=x"), ("confirm", "/confirm?token=x"), ("confirm-address", "/confirm-address?token=x"), ("cart", "/cart"), ("outbox", "/outbox"),
    ];

    private static readonly (string Name, string Path)[] ForStudents =
    [
        ("home", "/"), ("learning", "/learning"), ("course-enrolled", $"/courses/{Course}"), ("learn-video", $"/learn/{Course}/s1l1"),
        ("learn-chat", $"/learn/{Course}/s1l2#chat"), ("learn-text", $"/learn/{Course}/s1l2"), ("account", "/account"),
        ("learn-quiz", "/learn/demo-statistics/quiz"), ("my-grades", $"/courses/{Course}/grades"), ("orders", "/orders"), ("certificates", "/certificates"), ("licences", "/licences"), ("redeem", "/redeem"),
        ("notifications", "/notifications"), ("notification-settings", "/settings/notifications"),
    ];

    private static readonly (string Name, string Path)[] ForInstructors =
    [
        ("teach", "/teach"), ("teach-new", "/teach/new"), ("builder", $"/teach/courses/{Course}"), ("builder-lesson", $"/teach/courses/{Course}?item=s1l1"),
        ("builder-details", $"/teach/courses/{Course}/details"), ("roster", $"/teach/courses/{Course}/students"),
        ("quiz", $"/teach/quizzes/{Quiz}"), ("quiz-settings", $"/teach/quizzes/{Quiz}/settings"), ("quiz-people", $"/teach/quizzes/{Quiz}/people"), ("quiz-grading", $"/teach/quizzes/{Quiz}/grading"),
        ("quiz-results", $"/teach/quizzes/{Quiz}/results"), ("coupons", "/teach/coupons"), ("coupon-new", "/teach/coupons/new"),
        ("questions", $"/teach/courses/{Course}/questions"), ("grades", $"/teach/courses/{Course}/grades"), ("grades-setup", $"/teach/courses/{Course}/grades/setup"), ("course-certificates", $"/teach/courses/{Course}/certificates"), ("notifications-teacher", "/notifications"),
    ];

    private static readonly (string Name, string Path)[] ForAdmins =
    [
        ("admin-cluster", "/admin/cluster"), ("admin-projections", "/admin/projections"), ("admin-workflows", "/admin/workflows"), ("admin-settings", "/admin/settings"), ("admin-settings-version", "/admin/settings/versions/0"), ("admin-approvals", "/admin/approvals"), ("admin-users", "/admin/users"), ("admin-user", "/admin/users/demo-jonas"),
    ];

    [ChromiumFact]
    public Task Every_page_passes_axe_in_both_themes_and_fits_from_320_px() => hub.Play("pages", async cast =>
    {
        var inspection = new Inspection();
        var visitor = await cast.Enter("Vera Visitor", scriptsFromTests: true);
        await inspection.Of(visitor, "setup", "/setup");
        var passwords = await hub.MakeDemoAcademy();
        foreach (var (name, path) in ForVisitors) await inspection.Of(visitor, name, path);
        await visitor.Expecting(["404 (Not Found)"], () => inspection.Of(visitor, "not-found", "/nothing-here"));
        foreach (var (full, email, pages) in new[] { ("Amara Lindqvist", "amara", ForStudents), ("Ines Okafor", "teacher", ForInstructors), ("Ada Administrator", "admin", ForAdmins) })
        {
            var person = await cast.Enter(full, scriptsFromTests: true);
            await person.SignIn($"{email}@demo.example", passwords[$"{email}@demo.example"]);
            foreach (var (name, path) in pages) await inspection.Of(person, name, path);
        }
        output.WriteLine($"{inspection.Pages} pages, {inspection.AxeRuns} axe runs");
        inspection.Findings.ShouldBeEmpty();
    });
}
