using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Certificates;

// The key of the first three is the book's, tenant/certificates; of the last a CourseKey.

/// <param name="Index">Place in the tenant's status lists, from 0.</param>
[EventName("certificate.issued")]
public sealed record CertificateIssued(string CertificateId, string CourseId, string UserId, long Index) : DomainEvent;

[EventName("certificate.revoked")]
public sealed record CertificateRevoked(string CertificateId, string CourseId, string UserId, long Index) : DomainEvent;

[EventName("certificate.reinstated")]
public sealed record CertificateReinstated(string CertificateId, string CourseId, string UserId, long Index) : DomainEvent;

/// <param name="ProgressPercent">Of events from before there were thresholds: 100.</param>
[EventName("certificate.rule_changed")]
public sealed record CertificateRuleChanged(bool Enabled, int ProgressPercent = 100, decimal? PassingGrade = null) : DomainEvent;

[EventName("certificate.template_changed")]
public sealed record CertificateTemplateChanged : DomainEvent;
