using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Enrolments;

[Collection("hub")]
public sealed class SeatPoolGrainTests(HubFixture hub)
{
    private readonly School _school = new(hub);

    private async Task<string> Course(int? seats, long price = 0)
    {
        var id = await _school.Published(price: price);
        await Limit(id, seats);
        return id;
    }

    private async Task Limit(string id, int? seats)
    {
        using var _ = _school.Teacher();
        var c = await _school.Course(id).Get().Done();
        await _school.Course(id).ChangeDetails(new(c.Title, c.Subtitle, c.Description, c.Subject, c.Level, c.Language, c.Prices, seats)).Done();
    }

    private ISeatPoolGrain Pool(string course) => _school.Grains.SeatPool(new(_school.Tenant, course));

    private async Task<SeatsView> Seats(string course)
    {
        using var _ = _school.Visitor();
        return await Pool(course).Get();
    }

    private static DateTimeOffset InHalfAnHour => TimeProvider.System.GetUtcNow().AddMinutes(30);

    [Fact]
    public async Task A_hundred_places_and_five_hundred_buyers_are_exactly_a_hundred()
    {
        var course = await Course(100, price: 1_000);
        using var _ = _school.Platform();
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(n => Pool(course).Reserve(new($"o{n}", 1, InHalfAnHour) { OperationId = $"o{n}/seats" })));
        answers.Count(a => a.IsOk).ShouldBe(100);
        answers.Where(a => !a.IsOk).ShouldAllBe(a => a.Error!.Code == "enrolments.no_seats");
        var got = Enumerable.Range(0, 500).Where(n => answers[n].IsOk).ToList();
        // Every confirmation comes twice.
        await Task.WhenAll(got.SelectMany(n => new[] { n, n }).Select(n => Pool(course).Confirm(new($"o{n}") { OperationId = $"o{n}/confirm" }).Done()));
        (await Pool(course).Get()).ShouldBe(new SeatsView(100, 100, 0));
        await Pool(course).Release(new($"o{got[0]}")).Done();
        await Pool(course).Release(new($"o{got[0]}")).Done();
        (await Pool(course).Get()).Left.ShouldBe(1);
    }

    [Fact]
    public async Task A_hundred_students_enrol_in_a_free_course_with_ten_places_and_ten_are_in()
    {
        var course = await Course(10);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async n =>
        {
            using var _ = _school.Student($"p{n}");
            return await _school.Enrolment(course, $"p{n}").Enrol(new());
        }));
        answers.Count(a => a.IsOk).ShouldBe(10);
        answers.Where(a => !a.IsOk).ShouldAllBe(a => a.Error!.Code == "enrolments.no_seats");
        await Wait.Until(() => Seats(course), s => s is { Taken: 10, Held: 0 });

        // A place that is given back is free for the next.
        var left = Array.FindIndex(answers, a => a.IsOk);
        using (_school.Student($"p{left}")) await _school.Enrolment(course, $"p{left}").Leave(new()).Done();
        await Wait.Until(() => Seats(course), s => s.Left == 1);
        var next = Array.FindIndex(answers, a => !a.IsOk);
        using (_school.Student($"p{next}")) await _school.Enrolment(course, $"p{next}").Enrol(new()).Done();
        await Wait.Until(() => Seats(course), s => s is { Taken: 10, Held: 0 });
    }

    [Fact]
    public async Task A_thousand_come_for_a_hundred_places_and_the_others_line_up_in_one_order()
    {
        var course = await Course(100);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(async n =>
        {
            using var _ = _school.Student($"w{n:000}");
            var enrolled = await _school.Enrolment(course, $"w{n:000}").Enrol(new());
            if (enrolled.Error?.Code == "enrolments.no_seats") await Pool(course).Join(new()).Done();
            return enrolled;
        }));
        answers.Count(a => a.IsOk).ShouldBe(100);
        await Wait.Until(() => Seats(course), s => s is { Taken: 100, Held: 0, Waiting: 900 });
        async Task<WaitingView> Of(int n)
        {
            using var _ = _school.Student($"w{n:000}");
            return await Pool(course).GetWaiting();
        }
        var line = (await Task.WhenAll(Enumerable.Range(0, 1_000).Where(n => !answers[n].IsOk).Select(async n => (Who: n, View: await Of(n))))).OrderBy(x => x.View.Ahead).ToArray();
        line.Select(x => x.View.Ahead!.Value).ShouldBe(Enumerable.Range(0, 900));

        // Two go: the first two in line get their places, and nobody else.
        foreach (var n in Enumerable.Range(0, 1_000).Where(n => answers[n].IsOk).Take(2))
            using (_school.Student($"w{n:000}")) await _school.Enrolment(course, $"w{n:000}").Leave(new()).Done();
        await Wait.Until(async () => (await Of(line[0].Who), await Of(line[1].Who)), v => v is ({ OfferedUntil: not null }, { OfferedUntil: not null }));
        (await Of(line[2].Who)).ShouldBe(new WaitingView(898, 0, null));
        using (_school.Student("late")) (await _school.Enrolment(course, "late").Enrol(new()).Refused()).ShouldBe("enrolments.no_seats");
        var first = $"w{line[0].Who:000}";
        using (_school.Student(first)) await _school.Enrolment(course, first).Enrol(new()).Done();
        // The other does not want it: it is the third one's at once.
        using (_school.Student($"w{line[1].Who:000}")) await Pool(course).Quit(new()).Done();
        await Wait.Until(() => Of(line[2].Who), v => v.OfferedUntil is not null);
        await Wait.Until(() => Seats(course), s => s is { Taken: 99, Held: 1, Waiting: 897 });
    }

    [Fact]
    public async Task A_line_outlives_its_grain_and_who_gets_in_otherwise_leaves_it()
    {
        var course = await Course(1);
        await _school.Enrol(course, "sam");
        await Wait.Until(() => Seats(course), s => s.Taken == 1);
        foreach (var user in (string[])["kim", "eva", "lea"])
            using (_school.Student(user)) await Pool(course).Join(new()).Done();
        await hub.Grains.GetGrain<Orleans.Runtime.IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        using (_school.Student("lea")) (await Pool(course).GetWaiting()).ShouldBe(new WaitingView(3, 2, null));
        // A licence lets her in.
        using (_school.Platform()) await _school.Enrolment(course, "eva").Grant(new("licence-1")).Done();
        await Wait.Until(() => Seats(course), s => s.Waiting == 2);
        // Room for all.
        await Limit(course, 10);
        await Wait.Until(() => Seats(course), s => s is { Waiting: 0, Held: 2 });
    }

    [Fact]
    public async Task Places_are_counted_also_where_there_is_no_limit_yet()
    {
        var course = await Course(null);
        foreach (var user in (string[])["sam", "kim"]) await _school.Enrol(course, user);
        await Wait.Until(() => Seats(course), s => s.Taken == 2);
        await Limit(course, 2);
        using (_school.Student("eva")) (await _school.Enrolment(course, "eva").Enrol(new()).Refused()).ShouldBe("enrolments.no_seats");
        // Who is in already is not asked again.
        await _school.Enrol(course, "sam");
    }

    [Fact]
    public async Task A_purchase_counts_by_its_order_and_not_again_by_its_enrolment()
    {
        var course = await Course(5, price: 1_000);
        using var _ = _school.Platform();
        await Pool(course).Reserve(new("o1", 1, InHalfAnHour)).Done();
        await Pool(course).Confirm(new("o1")).Done();
        var granted = await _school.Enrolment(course, "sam").Grant(new("order-o1")).Done();
        await hub.Passed("seats", granted);
        (await Pool(course).Get()).Taken.ShouldBe(1);
    }
}
