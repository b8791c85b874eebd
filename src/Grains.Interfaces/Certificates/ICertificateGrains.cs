using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Certificates;

/// <summary>Issues and revokes. Key <c>tenant/certificates</c>. A person has one certificate of a course, whatever repeats or races; it is signed once,
/// when it is issued, and its text never changes.</summary>
public interface ICertificateBookGrain : IGrainWithStringKey
{
    /// <summary>Again: the certificate that was issued. A revoked one stays revoked.</summary>
    [Requires(Permission.System), Alias("Issue")] Task<Result<CertificateRef>> Issue(IssueCertificate command);

    /// <summary>By staff of the course. The status list shows it within a minute. Errors: <c>certificates.not_found</c>, <c>certificates.reason_invalid</c>.</summary>
    [Requires(Permission.Teach), Alias("Revoke")] Task<Result<Receipt>> Revoke(RevokeCertificate command);

    /// <summary>By staff of the course.</summary>
    [Requires(Permission.Teach), Alias("Reinstate")] Task<Result<Receipt>> Reinstate(ReinstateCertificate command);
}

/// <summary>Whether and when a course gives certificates. Key <see cref="CourseKey"/>.</summary>
public interface ICertificateRuleGrain : IGrainWithStringKey
{
    [Requires(Permission.SignedIn), ReadOnly, Alias("Get")] Task<CertificateRule> Get();

    /// <summary>By staff of the course. Who fulfils it already gets a certificate within moments; one that was issued stays, whatever is asked for later. Errors, with
    /// their field: <c>certificates.progress_invalid</c>, <c>certificates.passing_grade_invalid</c>; and <c>courses.not_found</c>, <c>courses.not_yours</c>.</summary>
    [Requires(Permission.Teach), Alias("Set")] Task<Result<CertificateRule>> Set(SetCertificateRule command);
}

/// <summary>Waits for the lists of students and grades, then gives a certificate to everybody who fulfils the rule of a course and has none, page by page. Key
/// <see cref="WorkflowKey"/> with the course as subject, a run an event.</summary>
public interface IIssuingWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), AlwaysInterleave, Alias("Start")] Task Start(StartIssuing command);
}

/// <summary>The academy's template. Key <c>tenant/certificate-template</c>. Applies to what is printed from now on, also of older certificates.</summary>
public interface ICertificateTemplateGrain : IGrainWithStringKey
{
    [Requires(Permission.Anyone), ReadOnly, Alias("Get")] Task<CertificateTemplate> Get();

    /// <summary>Errors, each with its field: <c>certificates.template_invalid</c>, <c>certificates.unknown_placeholder</c>.</summary>
    [Requires(Permission.ManageUsers), Alias("Set")] Task<Result<CertificateTemplate>> Set(SetCertificateTemplate command);
}

/// <summary>Issued certificates. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface ICertificateQueriesGrain : IGrainWithStringKey
{
    /// <summary>For everyone who has the id, which cannot be guessed.</summary>
    [Requires(Permission.Anyone), Alias("Get")] Task<Result<CertificateView>> Get(string certificateId);

    /// <summary>Checks a copy of a credential: its signature, and whether it was revoked. Never fails for what is sent; at most 64 KiB are read.</summary>
    [Requires(Permission.Anyone), Alias("Check")] Task<CredentialCheckResult> Check(string json);

    /// <summary>The caller's own, newest first. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Mine")] Task<Result<Page<CertificateRow>>> Mine(string? cursor, int limit);

    /// <summary>Of a course, for its staff. Errors: <c>courses.not_found</c>, <c>courses.not_yours</c>, <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.Teach), Alias("OfCourse")] Task<Result<Page<CertificateRow>>> OfCourse(string courseId, string? cursor, int limit);

    /// <summary>A status list (W3C Bitstring Status List 1.0) as a signed credential, JSON; at most 30 s old. Errors: <c>certificates.not_found</c>.</summary>
    [Requires(Permission.Anyone), Alias("StatusList")] Task<Result<string>> StatusList(int number);
}
