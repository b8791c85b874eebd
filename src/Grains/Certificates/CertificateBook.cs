using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Certificates;

using Outcome = Decision<CertificateBookState>;

/// <summary>The rules of issuing. What the person holds already is given with the command: the grain reads it in the same turn.</summary>
internal static class CertificateBook
{
    public const int MaxReason = 500, MaxText = 200;

    /// <param name="sign">Makes the credential of a certificate that is about to be.</param>
    public static Outcome Issue(CertificateBookState s, IssueCertificate c, HeldCertificate? held, string certificateId, Func<CertificateDocument, string> sign, DateTimeOffset now)
    {
        if (held is not null) return Outcome.NoChange(s);
        if (!KeySegment.IsValid(c.CourseId) || !KeySegment.IsValid(c.UserId) || Text(c.HolderName) is not { Length: > 0 } holder || Text(c.CourseTitle) is not { Length: > 0 } course
            || Text(c.Academy) is not { Length: > 0 } academy || Text(c.InstructorName) is not { } instructor || Text(c.Criteria ?? "") is not { } criteria) return CertificateErrors.Incomplete;
        var unsigned = new CertificateDocument(certificateId, c.CourseId, c.UserId, s.Issued, holder, course, instructor, academy, c.CompletedAt, now, "") { Criteria = criteria };
        return Outcome.Of(s with { Issued = s.Issued + 1 }, new CertificateIssued(certificateId, c.CourseId, c.UserId, s.Issued)) with
        {
            Records =
            [
                Put(unsigned with { Credential = sign(unsigned) }),
                RecordChange.Put(CertificateBookState.HolderRecord, CertificateDocument.HolderId(c.CourseId, c.UserId), s.Issued, new HeldCertificate(certificateId)),
            ],
        };
    }

    public static Outcome Revoke(CertificateBookState s, RevokeCertificate c, CertificateDocument? certificate, DateTimeOffset now)
    {
        if (certificate is null) return CertificateErrors.NotFound;
        if (c.Reason?.Trim() is not { Length: > 0 and <= MaxReason } reason || !PlainText.IsWellFormed(reason)) return CertificateErrors.ReasonInvalid;
        if (certificate.RevokedAt is not null) return Outcome.NoChange(s);
        return Outcome.Of(s, new CertificateRevoked(certificate.CertificateId, certificate.CourseId, certificate.UserId, certificate.Index)) with
        {
            Records = [Put(certificate with { RevokedAt = now, RevokedReason = reason })],
        };
    }

    public static Outcome Reinstate(CertificateBookState s, CertificateDocument? certificate)
    {
        if (certificate is null) return CertificateErrors.NotFound;
        if (certificate.RevokedAt is null) return Outcome.NoChange(s);
        return Outcome.Of(s, new CertificateReinstated(certificate.CertificateId, certificate.CourseId, certificate.UserId, certificate.Index)) with
        {
            Records = [Put(certificate with { RevokedAt = null, RevokedReason = null })],
        };
    }

    private static string? Text(string? text) => PlainText.Line(text, MaxText);

    private static RecordChange Put(CertificateDocument c) => RecordChange.Put(CertificateBookState.CertificateRecord, c.CertificateId, c.Index, c);
}
