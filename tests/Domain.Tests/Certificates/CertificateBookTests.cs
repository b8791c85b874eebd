using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Json;
using LearningHub.Grains.Certificates;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;

namespace LearningHub.Domain.Tests.Certificates;

public sealed class CertificateBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly IssueCertificate Command = new("c1", "sam", "Sam  O’Neil", "Clocks", "Ines", "Academy", Now);

    [Fact]
    public void A_person_gets_one_certificate_of_a_course()
    {
        var issued = Issue(CertificateBookState.Empty, null);
        issued.State!.Issued.ShouldBe(1);
        Stored(issued).ShouldSatisfyAllConditions(c => c.HolderName.ShouldBe("Sam O’Neil"), c => c.Index.ShouldBe(0), c => c.Credential.ShouldBe("signed id1"));
        Issue(issued.State, new("id1")).IsNoChange.ShouldBeTrue();
        Issue(issued.State, null).Events.Single().ShouldBe(new CertificateIssued("id1", "c1", "sam", 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0007b")]
    public void Without_a_name_there_is_none(string name) =>
        CertificateBook.Issue(CertificateBookState.Empty, Command with { HolderName = name }, null, "id1", _ => "", Now).Error!.Code.ShouldBe("certificates.incomplete");

    [Fact]
    public void Revoked_with_a_reason_and_reinstated_without_a_trace_of_it()
    {
        var certificate = Stored(Issue(CertificateBookState.Empty, null));
        CertificateBook.Revoke(CertificateBookState.Empty, new("id1", "  "), certificate, Now).Error!.Code.ShouldBe("certificates.reason_invalid");
        CertificateBook.Revoke(CertificateBookState.Empty, new("id1", "copied"), null, Now).Error!.Code.ShouldBe("certificates.not_found");
        var revoked = Stored(CertificateBook.Revoke(CertificateBookState.Empty, new("id1", " copied "), certificate, Now));
        (revoked.RevokedAt, revoked.RevokedReason).ShouldBe((Now, "copied"));
        CertificateBook.Revoke(CertificateBookState.Empty, new("id1", "again"), revoked, Now).IsNoChange.ShouldBeTrue();
        Stored(CertificateBook.Reinstate(CertificateBookState.Empty, revoked)).ShouldBe(certificate);
        CertificateBook.Reinstate(CertificateBookState.Empty, certificate).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_status_list_has_the_bit_of_who_is_revoked_and_no_other()
    {
        var list = StatusList.Encode([0, 9, StatusList.Size - 1]);
        list[0].ShouldBe('u');
        using var gzip = new GZipStream(new MemoryStream(Base64Url.DecodeFromChars(list.AsSpan(1))), CompressionMode.Decompress);
        using var bits = new MemoryStream();
        gzip.CopyTo(bits);
        var bytes = bits.ToArray();
        bytes.Length.ShouldBe(16 * 1024);
        (bytes[0], bytes[1], bytes[^1]).ShouldBe(((byte)0x80, (byte)0x40, (byte)0x01));
        bytes[2..^1].ShouldAllBe(b => b == 0);
    }

    [Theory]
    [InlineData("heading", "", "{name} {course}", "", "certificates.template_invalid")]
    [InlineData("statement", "Well done", "{name} did it", "", "certificates.template_invalid")]
    [InlineData("statement", "Well done", "{name} {course} {grade}", "", "certificates.unknown_placeholder")]
    [InlineData("signatory", "Well done", "{name} {course}", "{boss}", "certificates.unknown_placeholder")]
    [InlineData("heading", "Well\u0000done", "{name} {course}", "", "certificates.template_invalid")]
    public void A_template_with_a_broken_placeholder_is_refused_at_its_field(string field, string heading, string statement, string signatory, string code)
    {
        var error = CertificateTemplates.Set(CertificateTemplateState.Empty, new(CertificateStyle.Classic, heading, statement, signatory, "Instructor")).Error!;
        (error.Code, error.Field).ShouldBe((code, field));
    }

    [Fact]
    public void The_template_that_every_academy_begins_with_is_a_good_one()
    {
        var s = CertificateTemplateState.Empty;
        CertificateTemplates.Set(s, new(s.Style, s.Heading, s.Statement, s.Signatory, s.Role)).IsNoChange.ShouldBeTrue();
    }

    private static Decision<CertificateBookState> Issue(CertificateBookState state, HeldCertificate? held) =>
        CertificateBook.Issue(state, Command, held, "id1", c => $"signed {c.CertificateId}", Now);

    private static CertificateDocument Stored(Decision<CertificateBookState> decision) =>
        JsonSerializer.Deserialize<CertificateDocument>(decision.Records.Single(r => r.Type == CertificateBookState.CertificateRecord).Json!, HubJson.Options)!;
}
