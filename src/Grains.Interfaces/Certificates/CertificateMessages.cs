using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Certificates;

/// <summary>Names are those of the moment: a certificate says what was true when it was issued.</summary>
/// <param name="CompletedAt">When the rule was met.</param>
/// <param name="Criteria">The rule in words, as the credential tells it; empty: every lesson, every quiz.</param>
[GenerateSerializer, Immutable, Alias("hub.certificates.Issue")]
public sealed record IssueCertificate(
    string CourseId, string UserId, string HolderName, string CourseTitle, string InstructorName, string Academy, DateTimeOffset CompletedAt, string Criteria = "") : Command;

/// <param name="Reason">For staff and the holder; 1 to 500 characters. The public page says only that it is revoked.</param>
[GenerateSerializer, Immutable, Alias("hub.certificates.Revoke")]
public sealed record RevokeCertificate(string CertificateId, string Reason) : Command;

[GenerateSerializer, Immutable, Alias("hub.certificates.Reinstate")]
public sealed record ReinstateCertificate(string CertificateId) : Command;

[GenerateSerializer, Immutable, Alias("hub.certificates.Ref")]
public sealed record CertificateRef(string CertificateId, long Version);

/// <summary>What everyone who has its address sees.</summary>
/// <param name="RevokedReason">Null unless the caller is the holder or staff.</param>
/// <param name="Credential">The signed Open Badges 3.0 credential, JSON.</param>
[GenerateSerializer, Immutable, Alias("hub.certificates.View")]
public sealed record CertificateView(string CertificateId, string CourseId, string UserId, string HolderName, string CourseTitle, string InstructorName, string Academy,
    DateTimeOffset CompletedAt, DateTimeOffset IssuedAt, DateTimeOffset? RevokedAt, string? RevokedReason, string Credential)
{
    public bool IsValid => RevokedAt is null;
}

/// <summary>When a course gives a certificate: when the progress is reached and, where one is asked for, the grade. Default: when the course is complete.</summary>
/// <param name="ProgressPercent">Of the lessons the course has, 1 to 100. Who has completed the course once has reached it.</param>
/// <param name="PassingGrade">Percent of the gradebook's total, as staff see it; null: no grade is asked for.</param>
[GenerateSerializer, Immutable, Alias("hub.certificates.Rule")]
public sealed record CertificateRule(bool Enabled, long Version, int ProgressPercent = 100, decimal? PassingGrade = null);

/// <param name="ProgressPercent">1 to 100.</param>
/// <param name="PassingGrade">Above 0, at most 100, at most two decimals; null: none.</param>
[GenerateSerializer, Immutable, Alias("hub.certificates.SetRule")]
public sealed record SetCertificateRule(bool Enabled, int ProgressPercent = 100, decimal? PassingGrade = null) : Command;

/// <param name="UserId">One person; null: everybody in the course.</param>
/// <param name="Since">What must be seen in the lists of students and grades before anybody is looked at.</param>
[GenerateSerializer, Immutable, Alias("hub.certificates.StartIssuing")]
public sealed record StartIssuing(string CourseId, string? UserId, Receipt Since) : Command;

public enum CertificateStyle { Classic, Modern }

/// <summary>How the academy's certificates read. <c>{name}</c>, <c>{course}</c>, <c>{date}</c>, <c>{instructor}</c> and <c>{academy}</c> are filled in; another
/// word in braces is refused.</summary>
/// <param name="Heading">1 to 60 characters.</param>
/// <param name="Statement">1 to 300 characters; must hold <c>{name}</c> and <c>{course}</c>.</param>
/// <param name="Signatory">Who signs; up to 80 characters, may be empty: the instructor.</param>
/// <param name="Role">Of the signatory; up to 80 characters.</param>
[GenerateSerializer, Immutable, Alias("hub.certificates.Template")]
public sealed record CertificateTemplate(CertificateStyle Style, string Heading, string Statement, string Signatory, string Role, long Version);

[GenerateSerializer, Immutable, Alias("hub.certificates.SetTemplate")]
public sealed record SetCertificateTemplate(CertificateStyle Style, string Heading, string Statement, string Signatory, string Role) : Command;

public enum CredentialCheck
{
    /// <summary>Signed by this academy, unchanged, not revoked.</summary>
    Valid,
    /// <summary>Signed by this academy and unchanged, but revoked since.</summary>
    Revoked,
    /// <summary>Says it is this academy's, but its signature does not fit: something was changed.</summary>
    Changed,
    /// <summary>Signed by somebody else, or not signed.</summary>
    NotOurs,
    /// <summary>No credential at all.</summary>
    NotACredential,
}

/// <param name="Certificate">Of a valid or revoked one.</param>
[GenerateSerializer, Immutable, Alias("hub.certificates.CheckResult")]
public sealed record CredentialCheckResult(CredentialCheck Outcome, CertificateView? Certificate);

[GenerateSerializer, Immutable, Alias("hub.certificates.Row")]
public sealed record CertificateRow(string CertificateId, string CourseId, string CourseTitle, string UserId, string HolderName, DateTimeOffset IssuedAt, DateTimeOffset? RevokedAt);
