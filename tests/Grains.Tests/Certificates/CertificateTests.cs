using System.Text.Json.Nodes;
using LearningHub.Grains.Certificates;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Certificates;

[Collection("hub")]
public sealed class CertificateTests(HubFixture hub)
{
    private static readonly DateTimeOffset Then = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private bool _drafted;
    private readonly School _school = new(hub);
    private string Tenant => _school.Tenant;

    [Fact]
    public async Task Asked_fifty_times_at_once_a_person_has_one_certificate_and_every_place_is_another_s()
    {
        using var _ = hub.As(Actor.System(Tenant));
        var issued = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Book.Issue(Issue($"u{i % 10}")).Done()));
        issued.Select(c => c.CertificateId).Distinct().Count().ShouldBe(10);
        var places = await Task.WhenAll(issued.Select(c => c.CertificateId).Distinct().Select(async id => Place(await Queries.Get(id).Done())));
        places.Order().ShouldBe(Enumerable.Range(0, 10));
    }

    [Fact]
    public async Task A_stranger_checks_a_copy_and_every_change_revocation_and_forgery_is_told()
    {
        var id = await Issued("sam");
        using (_school.Visitor())
        {
            var view = await Queries.Get(id).Done();
            (view.HolderName, view.CourseTitle, view.IsValid).ShouldBe(("Sam أحمد 田中", "Clocks", true));
            (await Queries.Check(view.Credential)).Outcome.ShouldBe(CredentialCheck.Valid);
            (await Queries.Check(view.Credential.Replace("Clocks", "Cloaks"))).Outcome.ShouldBe(CredentialCheck.Changed);
            (await Queries.Check("""{"proof":{}}""")).Outcome.ShouldBe(CredentialCheck.NotOurs);
            foreach (var nonsense in (string[])["", "[]", "{}", "{", "\0", "{\"a\":1,\"a\":2}", new('[', 5_000), new('x', 100_000)])
                (await Queries.Check(nonsense)).Outcome.ShouldBe(CredentialCheck.NotACredential);
        }
        using (hub.As(Tenant, "root", Roles.Admin))
        {
            (await Book.Revoke(new(id, "")).Refused()).ShouldBe("certificates.reason_invalid");
            var receipt = await Book.Revoke(new(id, "Issued by mistake.")).Done();
            await hub.Passed(CertificateProjections.Index, receipt);
        }
        using (hub.As(Tenant, "kim", Roles.Student))
        {
            var view = await Queries.Get(id).Done();
            (view.IsValid, view.RevokedReason).ShouldBe((false, null));
            (await Queries.Check(view.Credential)).Outcome.ShouldBe(CredentialCheck.Revoked);
            (await Queries.StatusList(7).Refused()).ShouldBe("certificates.not_found");
        }
        using (hub.As(Tenant, "sam", Roles.Student)) (await Queries.Get(id).Done()).RevokedReason.ShouldBe("Issued by mistake.");
        using (hub.As(Actor.System(Tenant))) (await Book.Issue(Issue("sam")).Done()).CertificateId.ShouldBe(id);
    }

    [Fact]
    public async Task The_status_list_is_a_credential_itself_that_shows_who_is_revoked()
    {
        var (first, second) = (await Issued("sam"), await Issued("kim"));
        using (hub.As(Tenant, "root", Roles.Admin)) await hub.Passed(CertificateProjections.Index, await Book.Revoke(new(second, "why")).Done());
        using var _ = _school.Visitor();
        var json = await Queries.StatusList(0).Done();
        var list = DataIntegrity.Parse(json)!;
        list["credentialSubject"]!["encodedList"]!.GetValue<string>().ShouldBe(StatusList.Encode([Place(await Queries.Get(second).Done())]));
        (await Queries.Check(json)).Outcome.ShouldBe(CredentialCheck.NotACredential);
        (await Queries.Get(first).Done()).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task Only_staff_of_the_course_revoke()
    {
        var id = await Issued("sam");
        using (hub.As(Tenant, "other", Roles.Instructor)) (await Book.Revoke(new(id, "why")).Refused()).ShouldBe("certificates.not_found");
        using (hub.As(Tenant, "sam", Roles.Student)) await Should.ThrowAsync<ActorDeniedException>(() => Book.Revoke(new(id, "why")));
        using (hub.As(hub.NewTenant(), "root", Roles.Admin)) await Should.ThrowAsync<ActorDeniedException>(() => Queries.Get(id));
    }

    private ICertificateBookGrain Book => hub.Grains.GetGrain<ICertificateBookGrain>(new TenantKey(Tenant, "certificates").ToString());
    private ICertificateQueriesGrain Queries => hub.Grains.Queries<ICertificateQueriesGrain>(Tenant);

    private static IssueCertificate Issue(string user) => new("c1", user, "Sam أحمد 田中", "Clocks", "Ines", "Academy", Then);

    /// <summary>A certificate of the course of <c>ines</c>.</summary>
    private async Task<string> Issued(string user)
    {
        if (!_drafted) (await _school.Draft()).ShouldBe("c1");
        _drafted = true;
        using var _ = hub.As(Actor.System(Tenant));
        var id = (await Book.Issue(Issue(user)).Done()).CertificateId;
        return id;
    }

    private static int Place(CertificateView c) => int.Parse(JsonNode.Parse(c.Credential)!["credentialStatus"]!["statusListIndex"]!.GetValue<string>());
}
