using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Enrolments;

[Collection("hub")]
public sealed class LicencesGrainTests(HubFixture hub)
{
    private readonly School _school = new(hub);

    private ILicencesGrain Licences(string course, string order = "o1") => _school.Grains.Licences(new(_school.Tenant, order, course));
    private ILicenceQueriesGrain Queries => _school.Grains.Queries<ILicenceQueriesGrain>(_school.Tenant);

    private async Task<(string Course, string[] Codes)> Issued(int count = 3)
    {
        var course = await _school.Published(price: 1_000);
        using var _ = _school.Platform();
        var issued = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Licences(course).Issue(new("bea", count) { OperationId = "o1/licences" }).Done()));
        issued.Select(i => string.Join(' ', i.Codes)).Distinct().Count().ShouldBe(1);
        return (course, [.. issued[0].Codes]);
    }

    private async Task<Result<LicenceRedeemed>> Redeem(string user, string code)
    {
        using var _ = _school.Student(user);
        var found = await Queries.Find(code);
        return found.IsOk ? await _school.Grains.Licences(new(_school.Tenant, found.Value.OrderId, found.Value.CourseId)).Redeem(new(found.Value.Code)) : found.Error;
    }

    [Fact]
    public async Task A_code_gives_access_to_the_first_of_many_and_to_them_alone()
    {
        var (course, codes) = await Issued();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Redeem($"p{n}", codes[0].ToLowerInvariant())));
        answers.Count(a => a.IsOk).ShouldBe(1);
        answers.Where(a => !a.IsOk).ShouldAllBe(a => a.Error!.Code == "licences.redeemed");
        var winner = $"p{Array.FindIndex(answers, a => a.IsOk)}";
        using (_school.Platform()) (await _school.Enrolment(course, winner).IsActive()).ShouldBeTrue();
        (await Redeem(winner, codes[0]).Done()).CourseId.ShouldBe(course);
        // Who is in does not waste a second code.
        (await Redeem(winner, codes[1]).Refused()).ShouldBe("licences.has_access");
        (await Redeem("eva", codes[1]).Done()).CourseId.ShouldBe(course);
    }

    [Fact]
    public async Task A_refund_closes_the_access_of_those_who_redeemed_and_keeps_that_of_who_paid_otherwise()
    {
        var (course, codes) = await Issued();
        foreach (var (user, code) in new[] { ("sam", codes[0]), ("kim", codes[1]) }) await Redeem(user, code).Done();
        using (_school.Platform())
        {
            await _school.Enrolment(course, "kim").Grant(new("order-o7")).Done();
            await Licences(course).Revoke(new("refunded")).Done();
            await Licences(course).Revoke(new("refunded")).Done();
            (await _school.Enrolment(course, "sam").IsActive()).ShouldBeFalse();
            (await _school.Enrolment(course, "kim").IsActive()).ShouldBeTrue();
        }
        (await Redeem("eva", codes[2]).Refused()).ShouldBe("licences.revoked");
    }

    [Fact]
    public async Task Who_is_refused_by_the_course_does_not_use_the_code_up()
    {
        var (course, codes) = await Issued();
        await Redeem("sam", codes[0]).Done();
        using (_school.Teacher()) await _school.Enrolment(course, "sam").Remove(new("noise")).Done();
        (await Redeem("sam", codes[1]).Refused()).ShouldBe("enrolments.removed");
        (await Redeem("kim", codes[1]).Done()).CourseId.ShouldBe(course);
        using (_school.Teacher()) (await Licences(course).Redeem(new(codes[2])).Refused()).ShouldBe("enrolments.own_course");
    }

    [Fact]
    public async Task The_codes_are_shown_to_their_buyer_alone_and_guessing_is_locked()
    {
        var (course, codes) = await Issued(2);
        using (_school.Student("sam")) (await Licences(course).Get().Refused()).ShouldBe("licences.not_found");
        using (_school.Student("bea"))
        {
            (await Licences(course).Get().Done()).Codes.Select(c => c.Code).ShouldBe(codes);
            (await Wait.Until(() => Queries.Mine(null, 10), m => m.Value!.Items.Length == 1)).Value!.Items[0].ShouldSatisfyAllConditions(r => r.Codes.ShouldBe(2), r => r.Redeemed.ShouldBe(0));
        }
        var mistyped = (codes[0][0] == '7' ? '8' : '7') + codes[0][1..];
        (await Redeem("sam", mistyped).Refused()).ShouldBe("licences.mistyped");
        for (var n = 0; n < 10; n++) (await Redeem("sam", LearningHub.Grains.Common.CheckedCode.New(18)).Refused()).ShouldBe("licences.unknown");
        (await Redeem("sam", codes[0]).Refused()).ShouldBe("licences.locked");
        (await Redeem("kim", codes[0]).Done()).CourseId.ShouldBe(course);
    }

    [Fact]
    public async Task A_redemption_that_died_before_its_access_was_given_is_finished()
    {
        var (course, codes) = await Issued();
        await Redeem("sam", codes[0]).Done();
        var ground = "licence-" + codes[0].Replace("-", "").ToLowerInvariant();
        using var _ = _school.Platform();
        await _school.Enrolment(course, "sam").Revoke(new(ground, "test")).Done();
        await Licences(course).Complete(codes[0].Replace("-", "")).Done();
        (await _school.Enrolment(course, "sam").IsActive()).ShouldBeTrue();
    }
}
