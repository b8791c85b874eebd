using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Certificates;

/// <summary>The list of certificates, from what the book tells.</summary>
internal sealed class CertificateIndexFold : Fold
{
    public const string FoldName = CertificateProjections.Index;

    public override string Name => FoldName;
    public override IReadOnlyList<string> Tables => ["certificate_index"];
    public override IReadOnlyList<string> EventNames => ["certificate.issued", "certificate.revoked", "certificate.reinstated"];

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var e in events)
            batch.BatchCommands.Add(e.Name switch
            {
                "certificate.issued" => Issued(e, e.Read<CertificateIssued>()),
                "certificate.revoked" => Changed(e, e.Read<CertificateRevoked>().CertificateId, e.At),
                _ => Changed(e, e.Read<CertificateReinstated>().CertificateId, null),
            });
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Issued(EventRow e, CertificateIssued c) => new("""
        insert into certificate_index (tenant, certificate_id, course_id, user_id, place, issued_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing
        """)
    {
        Parameters = { new() { Value = e.Tenant }, new() { Value = c.CertificateId }, new() { Value = c.CourseId }, new() { Value = c.UserId }, new() { Value = c.Index }, new() { Value = e.At.ToUniversalTime() } },
    };

    private static NpgsqlBatchCommand Changed(EventRow e, string certificateId, DateTimeOffset? revokedAt) => new("update certificate_index set revoked_at = $3 where tenant = $1 and certificate_id = $2")
    {
        Parameters = { new() { Value = e.Tenant }, new() { Value = certificateId }, new() { Value = (object?)revokedAt?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz } },
    };
}
