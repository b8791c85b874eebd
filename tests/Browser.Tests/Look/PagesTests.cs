using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Pages;

namespace LearningHub.Browser.Tests.Look;

/// <summary>Every page of the demo academy, as the person it is for sees it. The pictures are artefacts of the run.</summary>
public sealed class PagesTests(BrowserHub hub, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<BrowserHub>
{
    private const string Course = "demo-distributed-systems";
    private static readonly string Quiz = Grains.Interfaces.Quizzes.QuizKey.IdOf("demo-statistics", "quiz");

    private const string SetUp = "/setup";

    private static readonly (string Name, string Path)[] ForVisitors =
    [
        ("home-visitor", "/"), ("catalogue", "/catalogue"), ("catalogue-nothing", "/catalogue?q=xylophone"), ("course", $"/courses/{Course}"),
        ("sign-in", "/sign-in"), ("register", "/register"), ("forgot", "/forgot"), ("reset", "/reset?token=x"), ("confirm", "/confirm?token=x"), ("confirm-address", "/confirm-address?token=x"), ("cart", "/cart"), ("outbox", "/outbox"),
        ("verify", "/verify"),
    ];

    private static readonly (string Name, string Path)[] ForStudents =
    [
        ("home", "/"), ("learning", "/learning"), ("course-enrolled", $"/courses/{Course}"), ("learn-video", $"/learn/{Course}/s1l1"),
        ("learn-chat", $"/learn/{Course}/s1l2#chat"), ("learn-text", $"/learn/{Course}/s1l2"), ("account", "/account"),
        ("learn-quiz", "/learn/demo-statistics/quiz"), ("my-grades", $"/courses/{Course}/grades"), ("orders", "/orders"), ("certificates", "/certificates"), ("licences", "/licences"), ("redeem", "/redeem"),
        ("notifications", "/notifications"), ("notification-settings", "/settings/notifications"), ("announcements", $"/courses/{Course}/announcements"), ("leaderboard", "/leaderboard"), ("points", "/points"),
        ("live-waiting", "/live/{class}"), ("order", "/orders/{order}"), ("course-waiting", "/courses/{full}"), ("course-offered", "/courses/{offered}"), ("licence-codes", "/licences/{order}/{sold}"),
    ];

    private static readonly (string Name, string Path)[] ForInstructors =
    [
        ("teach", "/teach"), ("teach-new", "/teach/new"), ("builder", $"/teach/courses/{Course}"), ("builder-lesson", $"/teach/courses/{Course}?item=s1l1"),
        ("builder-details", $"/teach/courses/{Course}/details"), ("roster", $"/teach/courses/{Course}/students"), ("roster-full", "/teach/courses/{full}/students"),
        ("quiz", $"/teach/quizzes/{Quiz}"), ("quiz-settings", $"/teach/quizzes/{Quiz}/settings"), ("quiz-people", $"/teach/quizzes/{Quiz}/people"), ("quiz-grading", $"/teach/quizzes/{Quiz}/grading"),
        ("quiz-results", $"/teach/quizzes/{Quiz}/results"), ("coupons", "/teach/coupons"), ("coupon-new", "/teach/coupons/new"),
        ("questions", $"/teach/courses/{Course}/questions"), ("grades", $"/teach/courses/{Course}/grades"), ("grades-setup", $"/teach/courses/{Course}/grades/setup"), ("course-certificates", $"/teach/courses/{Course}/certificates"), ("notifications-teacher", "/notifications"),
        ("desk", "/teach/desk"), ("insights", $"/teach/courses/{Course}/insights"), ("audience", $"/teach/courses/{Course}/lessons/s1l1/audience"), ("earnings", "/teach/earnings"), ("announcements-write", $"/teach/courses/{Course}/announcements"),
        ("course-live", $"/teach/courses/{Course}/live"), ("course-live-class", $"/teach/courses/{Course}/live/{{class}}"), ("coupon", "/teach/coupons/{coupon}"),
        ("questions-asked", "/teach/courses/{sold}/questions"), ("question", "/teach/courses/{sold}/questions/{question}"), ("question-new", $"/teach/courses/{Course}/questions/new"), ("questions-import", $"/teach/courses/{Course}/questions/import"),
        ("quiz-results-three", "/teach/quizzes/{sat}/results"), ("quiz-attempt", "/teach/quizzes/{sat}/learners/demo-jonas/1"), ("insights-three", "/teach/courses/{sold}/insights"),
    ];

    private static readonly (string Name, string Path)[] ForAdmins =
    [
        ("admin-cluster", "/admin/cluster"), ("admin-projections", "/admin/projections"), ("admin-workflows", "/admin/workflows"), ("admin-settings", "/admin/settings"), ("admin-settings-version", "/admin/settings/versions/0"), ("admin-approvals", "/admin/approvals"), ("admin-users", "/admin/users"), ("admin-user", "/admin/users/demo-jonas"),
        ("admin-approval-never", $"/admin/approvals/{Course}"), ("admin-audit", "/admin/audit"), ("admin-audit-entry", "/admin/audit/1"), ("admin-audit-check", "/admin/audit/check"), ("admin-certificates", "/admin/certificates"),
        ("admin-ledger", "/admin/ledger"), ("admin-orders-list", "/admin/orders"), ("admin-order-paid", "/admin/orders/{order}"), ("admin-payments", "/admin/payments"), ("admin-payment", "/admin/payments/{payment}"), ("admin-points", "/admin/points"), ("announcements-held", "/teach/courses/{held}/announcements"),
    ];

    /// <summary>All of them.</summary>
    internal static IEnumerable<string> Paths => [SetUp, .. ForVisitors.Concat(ForStudents).Concat(ForInstructors).Concat(ForAdmins).Select(p => p.Path)];

    [ChromiumFact]
    public Task Every_page_passes_axe_in_both_themes_and_fits_from_320_px() => hub.Play("pages", async cast =>
    {
        var visitor = await cast.Enter("Vera Visitor", scriptsFromTests: true);
        var first = new Inspection();
        await first.Of(visitor, "setup", SetUp);
        var passwords = await hub.MakeDemoAcademy();
        var furnished = await Furnishing.Of(hub.Address, passwords, Course);
        foreach (var (name, path) in ForVisitors) await first.Of(visitor, name, path);
        await visitor.Expecting(["404 (Not Found)"], () => first.Of(visitor, "not-found", "/nothing-here"));
        var tours = new List<(Inspection Inspection, Person Person, (string Name, string Path)[] Pages)>();
        foreach (var (full, email, pages) in new[] { ("Amara Lindqvist", "amara", ForStudents), ("Ines Okafor", "teacher", ForInstructors), ("Ada Administrator", "admin", ForAdmins) })
        {
            var person = await cast.Enter(full, scriptsFromTests: true);
            await person.SignIn($"{email}@demo.example", passwords[$"{email}@demo.example"]);
            tours.Add((new(), person, pages));
        }
        // Side by side, each in a browser context of their own.
        await Task.WhenAll(tours.Select(async tour =>
        {
            foreach (var (name, path) in tour.Pages) await tour.Inspection.Of(tour.Person, name, furnished.In(path));
        }));
        Inspection[] all = [first, .. tours.Select(t => t.Inspection)];
        output.WriteLine($"{all.Sum(i => i.Pages)} pages, {all.Sum(i => i.AxeRuns)} axe runs");
        all.SelectMany(i => i.Findings).ShouldBeEmpty();
    });
}
