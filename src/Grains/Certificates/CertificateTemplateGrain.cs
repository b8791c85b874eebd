using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Certificates;

/// <summary>Key <c>tenant/certificate-template</c>. Invariants: <see cref="CertificateTemplates"/>. State under 2 KB. Read with each page of a certificate.</summary>
[GrainType("certificate-template")]
internal sealed class CertificateTemplateGrain(IAggregateStore store) : AggregateGrain<CertificateTemplateState>(store), ICertificateTemplateGrain
{
    public Task<CertificateTemplate> Get() => Task.FromResult(ViewOf(State, Version));

    public Task<Result<CertificateTemplate>> Set(SetCertificateTemplate command) => Execute(command, s => CertificateTemplates.Set(s, command), ViewOf);

    private static CertificateTemplate ViewOf(CertificateTemplateState s, long version) => new(s.Style, s.Heading, s.Statement, s.Signatory, s.Role, version);
}
