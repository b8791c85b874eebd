using LearningHub.Web.Tests.Hosting;
using LearningHub.Web.Tests.Quizzes;

namespace LearningHub.Browser.Tests.Look;

/// <summary>What the demo academy gets beside what it has, so that there is something on every page: an announcement and one to come, a class, a quiz that three have sat, a coupon, an order of licences
/// that is paid, a course without a place left.</summary>
internal sealed class Furnishing
{
    private readonly Dictionary<string, string> names = [];

    /// <summary>A path in which what is not known before stands as <c>{name}</c>.</summary>
    public string In(string path) => names.Aggregate(path, (p, name) => p.Replace($"{{{name.Key}}}", name.Value, StringComparison.Ordinal));

    public static async Task<Furnishing> Of(Uri address, IReadOnlyDictionary<string, string> passwords, string course)
    {
        var f = new Furnishing();
        async Task<HubClient> As(string who)
        {
            var client = new HubClient(address);
            await client.SignIn($"{who}@demo.example", passwords[$"{who}@demo.example"]);
            return client;
        }
        using var teacher = await As("teacher");
        using var admin = await As("admin");
        await teacher.Post($"/api/v1/courses/{course}/announcements", new { title = "The exam moves to Friday", text = "It begins **at ten**, in the same room. Bring something to draw with." }).Expect(201);
        await teacher.Post($"/api/v1/courses/{course}/announcements", new { title = "Notes of the last class", text = "They are below its recording.", at = TimeProvider.System.GetUtcNow().AddDays(2) }).Expect(201);
        f.names["class"] = (await teacher.Post($"/api/v1/courses/{course}/live-classes", new { title = "Clocks, drawn together", startsAt = TimeProvider.System.GetUtcNow().AddHours(3), minutes = 60 }).Expect(201))["classId"]!.GetValue<string>();
        f.names["coupon"] = (await teacher.Post("/api/v1/coupons", new { code = "WELCOME-10", rules = new { name = "Welcome", kind = "percentage", basisPoints = 1_000, zone = "Europe/Berlin" } }).Expect(201))["couponId"]!.GetValue<string>();

        var world = await QuizWorld.Of(teacher);
        foreach (var (who, choice, number) in new[] { ("amara", "Paris", "42"), ("jonas", "Paris", "41"), ("mei", "Lyon", "41") })
        {
            using var student = await As(who);
            await student.Post($"/api/v1/courses/{world.Course}/enrolment", new { }).Expect(201);
            var paper = await student.Post(world.Attempts, new { }).Expect(201);
            await student.Post($"{world.Attempts}/1/submission", new
            {
                last = new { changes = new[] { QuizWorld.Answer(1, new { choices = new[] { QuizWorld.Choice(paper, choice) } }), QuizWorld.Answer(2, new { text = number }) }, deviceId = "d", sequence = 1 },
            }).Expect(200);
        }
        (f.names["sold"], f.names["sat"]) = (world.Course, world.Quiz);
        f.names["question"] = (await teacher.Get($"/api/v1/courses/{world.Course}/questions").Expect(200))["items"]![0]!["questionId"]!.GetValue<string>();
        await f.Sell(teacher, admin, await As("amara"), world);
        f.names["full"] = await Fill(teacher, As, "A day at the kiln", "mei", "amara");
        f.names["offered"] = await Fill(teacher, As, "A night at the observatory", "amara", "mei");
        using (var jonas = await As("jonas")) await jonas.Delete($"/api/v1/courses/{f.names["offered"]}/enrolment").Expect(200, 204);
        using (var amara = await As("amara")) await amara.Until($"/api/v1/courses/{f.names["offered"]}/waiting-place", w => w["offeredUntil"] is not null);
        f.names["held"] = await Hold(address, admin);
        return f;
    }

    /// <summary>An announcement of one who was suspended after it was planned.</summary>
    private static async Task<string> Hold(Uri address, HubClient admin)
    {
        using var guest = new HubClient(address);
        await (await guest.Register("Gustav Guest")).MadeInstructorBy(admin);
        var (course, _, _) = await guest.TeachCourse("Guest lectures");
        await guest.Post($"/api/v1/courses/{course}/announcements", new { title = "No lecture on Monday", text = "We meet again a week later.", at = TimeProvider.System.GetUtcNow().AddDays(2) }).Expect(201);
        await admin.Post($"/api/v1/users/{guest.UserId}/suspension", new { reason = "Left the academy." }).Expect(200, 204);
        return course;
    }

    /// <summary>A course of one place, which is taken; two wait for it.</summary>
    private static async Task<string> Fill(HubClient teacher, Func<string, Task<HubClient>> signIn, string title, params string[] line)
    {
        var (course, _, _) = await teacher.TeachCourse(title);
        await teacher.Put($"/api/v1/courses/{course}", new
        {
            title, subtitle = "There is room for one beside it", description = "A description that is long enough to publish: fifty characters and more of it.",
            subject = "Science", level = "startingOut", language = "en", seatLimit = 1,
        }).Expect(200);
        foreach (var who in (string[])["jonas", .. line])
        {
            using var student = await signIn(who);
            if (who == "jonas") await student.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(201);
            else await student.Put($"/api/v1/courses/{course}/waiting-place", new { }).Expect(200);
        }
        return course;
    }

    private async Task Sell(HubClient teacher, HubClient admin, HubClient buyer, QuizWorld world)
    {
        using var _ = buyer;
        await teacher.Put($"/api/v1/courses/{world.Course}", new
        {
            title = "Capitals", subtitle = "Where is what", description = "A description that is long enough to publish: fifty characters and more of it.",
            subject = "Science", level = "startingOut", language = "en", prices = new[] { new { minor = 4_900, currency = "EUR" } },
        }).Expect(200);
        var order = names["order"] = $"000001{Guid.NewGuid():n}";
        await buyer.Post("/api/v1/cart/lines", new { courseId = world.Course, quantity = 3, currency = "EUR" }).Expect(200);
        await buyer.Post("/api/v1/orders", new { orderId = order, provider = "test", seen = new { minor = 14_700, currency = "EUR" } }).Expect(202);
        await buyer.Post($"/api/v1/test-payments/{order}-1/approve", new { }).Expect(200);
        await buyer.Until($"/api/v1/orders/{order}", o => o["checkout"]?["phase"]?.GetValue<string>() == "completed");
        names["payment"] = (await admin.Until("/api/v1/admin/payments", p => p["items"]!.AsArray().Count > 0))["items"]![0]!["paymentId"]!.GetValue<string>();
    }
}
