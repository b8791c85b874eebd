using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Certificates;

/// <summary>Key <c>tenant/certificates</c>. Invariants: <see cref="CertificateBook"/>. State: a counter. One call a completed course: places in the status
/// lists are given in single file (some hundred a second).</summary>
[GrainType("certificate-book")]
internal sealed class CertificateBookGrain(IAggregateStore store, PublicAddress address, TimeProvider time) : AggregateGrain<CertificateBookState>(store), ICertificateBookGrain
{
    private AcademyKeys? _keys;

    private string Tenant => Key[..Key.IndexOf('/')];

    public async Task<Result<CertificateRef>> Issue(IssueCertificate command)
    {
        var key = await (_keys ??= new(GrainFactory, Tenant)).Key();
        var id = KeySegment.NewId(time);
        return await Execute(command, async s =>
        {
            var held = await Load<HeldCertificate>(CertificateBookState.HolderRecord, CertificateDocument.HolderId(command.CourseId, command.UserId));
            var decision = CertificateBook.Issue(s, command, held, held?.CertificateId ?? id, c => Credential.Of(c, key, address.Root).ToJsonString(HubJson.Options), time.GetUtcNow());
            if (held is not null) id = held.CertificateId;
            return decision;
        }, (_, version) => new CertificateRef(id, version));
    }

    public async Task<Result<Receipt>> Revoke(RevokeCertificate command)
    {
        if (await Refused(command.CertificateId) is { } refused) return refused;
        return await Execute(command, async s => CertificateBook.Revoke(s, command, await Certificate(command.CertificateId), time.GetUtcNow()),
            (_, version) => new Receipt(CertificateBookState.AggregateType, Key, version));
    }

    public async Task<Result<Receipt>> Reinstate(ReinstateCertificate command)
    {
        if (await Refused(command.CertificateId) is { } refused) return refused;
        return await Execute(command, async s => CertificateBook.Reinstate(s, await Certificate(command.CertificateId)),
            (_, version) => new Receipt(CertificateBookState.AggregateType, Key, version));
    }

    /// <summary>Staff of the course only; others are not told that it exists.</summary>
    private async Task<Error?> Refused(string certificateId) =>
        KeySegment.IsValid(certificateId) && await Certificate(certificateId) is { } certificate && await GrainFactory.Course(new(Tenant, certificate.CourseId)).IsStaff()
            ? null : CertificateErrors.NotFound;

    private Task<CertificateDocument?> Certificate(string id) => Load<CertificateDocument>(CertificateBookState.CertificateRecord, id);

    private async Task<T?> Load<T>(string type, string id) where T : class =>
        await Store.LoadRecord(type, Key, id) is { } stored ? JsonSerializer.Deserialize<T>(stored.Json, HubJson.Options) : null;
}
