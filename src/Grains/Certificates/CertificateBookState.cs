using LearningHub.Grains.Common;

namespace LearningHub.Grains.Certificates;

/// <summary>How many were issued; the certificates are records.</summary>
internal sealed record CertificateBookState : IAggregateState<CertificateBookState>
{
    public static string AggregateType => "certificate-book";
    public static CertificateBookState Empty { get; } = new();

    /// <summary>A certificate under its id; and which one a person has of a course.</summary>
    public const string CertificateRecord = "certificate", HolderRecord = "certificate-of";

    public long Issued { get; init; }
}

/// <param name="Index">Place in the tenant's status lists.</param>
/// <param name="Credential">As it was signed, JSON.</param>
internal sealed record CertificateDocument(string CertificateId, string CourseId, string UserId, long Index, string HolderName, string CourseTitle, string InstructorName, string Academy,
    DateTimeOffset CompletedAt, DateTimeOffset IssuedAt, string Credential, DateTimeOffset? RevokedAt = null, string? RevokedReason = null)
{
    /// <summary>The rule it was issued on, in words; empty: every lesson, every quiz.</summary>
    public string Criteria { get; init; } = "";

    public static string HolderId(string courseId, string userId) => $"{courseId}/{userId}";
}

internal sealed record HeldCertificate(string CertificateId);
