using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Tenants;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Certificates;

/// <summary>Key <c>tenant/queries</c>. Reads <c>certificate_index</c> and the records of the book. In memory: the key, and the last status list of each number.</summary>
[StatelessWorker(4), GrainType("certificate-queries")]
internal sealed class CertificateQueriesGrain(NpgsqlDataSource database, IAggregateStore store, PublicAddress address, TimeProvider time) : Grain, ICertificateQueriesGrain
{
    private const int MaxLimit = 100, MaxBytes = 64 * 1024, MaxLists = 64;
    private static readonly TimeSpan ListKept = TimeSpan.FromSeconds(30);

    private readonly Dictionary<int, (string Json, DateTimeOffset Until)> _lists = [];
    private AcademyKeys? _keys;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];
    private string Book => new TenantKey(Tenant, "certificates").ToString();
    private static Actor Actor => ActorContext.Required;

    private ValueTask<AcademyKey> Key() => (_keys ??= new(GrainFactory, Tenant)).Key();

    public async Task<Result<CertificateView>> Get(string certificateId) =>
        await Load(certificateId) is { } c ? await ViewOf(c) : CertificateErrors.NotFound;

    public async Task<CredentialCheckResult> Check(string json)
    {
        if (json is null || Encoding.UTF8.GetByteCount(json) > MaxBytes || !PlainText.IsWellFormed(json) || DataIntegrity.Parse(json) is not { } credential || credential["proof"] is null)
            return new(CredentialCheck.NotACredential, null);
        var key = await Key();
        if (!DataIntegrity.IsBy(credential, key)) return new(CredentialCheck.NotOurs, null);
        if (!DataIntegrity.Verify(credential, key)) return new(CredentialCheck.Changed, null);
        // Signed by us and unchanged; a status list is signed too, and is no certificate.
        if (Credential.CertificateId(credential) is not { } id || await Load(id) is not { } c) return new(CredentialCheck.NotACredential, null);
        return new(c.RevokedAt is null ? CredentialCheck.Valid : CredentialCheck.Revoked, await ViewOf(c));
    }

    public Task<Result<Page<CertificateRow>>> Mine(string? cursor, int limit) => List("certificates.mine", "user_id", Actor.UserId, cursor, limit);

    public async Task<Result<Page<CertificateRow>>> OfCourse(string courseId, string? cursor, int limit)
    {
        if (!KeySegment.IsValid(courseId)) return CertificateErrors.CourseNotFound;
        var course = GrainFactory.Course(new(Tenant, courseId));
        if (!await course.IsStaff()) return (await course.Get()).IsOk ? CertificateErrors.NotStaff : CertificateErrors.CourseNotFound;
        return await List("certificates.course", "course_id", courseId, cursor, limit);
    }

    public async Task<Result<string>> StatusList(int number)
    {
        var now = time.GetUtcNow();
        if (number is < 0 or > 1_000) return CertificateErrors.NotFound;
        if (_lists.TryGetValue(number, out var kept) && kept.Until > now) return kept.Json;
        var first = (long)number * Certificates.StatusList.Size;
        if (number > 0 && !await Exists(first)) return CertificateErrors.NotFound;
        await using var command = database.CreateCommand("select place from certificate_index where tenant = $1 and place >= $2 and place < $3 and revoked_at is not null");
        command.Parameters.Add(new() { Value = Tenant });
        command.Parameters.Add(new() { Value = first });
        command.Parameters.Add(new() { Value = first + Certificates.StatusList.Size });
        var revoked = new List<int>();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) revoked.Add((int)(reader.GetInt64(0) - first));
        var academy = (await GrainFactory.GetGrain<ITenantGrain>(new TenantKey(Tenant, "settings").ToString()).Get()).Name;
        var json = Credential.StatusListOf(number, revoked, academy, await Key(), address.Root, now).ToJsonString(HubJson.Options);
        if (_lists.Count >= MaxLists) _lists.Clear();
        _lists[number] = (json, now + ListKept);
        return json;
    }

    private async Task<bool> Exists(long place)
    {
        await using var command = database.CreateCommand("select exists (select from certificate_index where tenant = $1 and place >= $2)");
        command.Parameters.Add(new() { Value = Tenant });
        command.Parameters.Add(new() { Value = place });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private async Task<Result<Page<CertificateRow>>> List(string list, string column, string id, string? cursor, int limit)
    {
        long? at = null;
        var last = "";
        if (cursor is not null)
        {
            if (Cursor.Decode(cursor, list, 2) is not [var moment, var key] || !Cursor.IsMoment(moment, out var micros) || !KeySegment.IsValid(key)) return Cursor.Bad;
            (at, last) = (micros, key);
        }
        limit = Math.Clamp(limit, 1, MaxLimit);
        await using var command = database.CreateCommand($"""
            select c.certificate_id, r.doc, (extract(epoch from c.issued_at) * 1000000)::bigint
            from certificate_index c join record r on r.type = @type and r.key = @book and r.id = c.certificate_id
            where c.tenant = @tenant and c.{column} = @id and (@at is null or (c.issued_at, c.certificate_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @last))
            order by c.issued_at desc, c.certificate_id desc limit @limit
            """);
        command.Parameters.AddWithValue("type", CertificateBookState.CertificateRecord);
        command.Parameters.AddWithValue("book", Book);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("id", id);
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("last", last);
        command.Parameters.AddWithValue("limit", limit + 1);
        var items = ImmutableArray.CreateBuilder<CertificateRow>();
        var micro = 0L;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (items.Count == limit) return new Page<CertificateRow>(items.ToImmutable(), Cursor.Encode(list, micro.ToString(CultureInfo.InvariantCulture), items[^1].CertificateId));
            var c = JsonSerializer.Deserialize<CertificateDocument>(reader.GetString(1), HubJson.Options)!;
            items.Add(new(c.CertificateId, c.CourseId, c.CourseTitle, c.UserId, c.HolderName, c.IssuedAt, c.RevokedAt));
            micro = reader.GetInt64(2);
        }
        return new Page<CertificateRow>(items.ToImmutable(), null);
    }

    private async Task<CertificateView> ViewOf(CertificateDocument c)
    {
        var knows = c.RevokedAt is not null && (Actor.UserId == c.UserId && Actor.May(Permission.SignedIn) || Actor.May(Permission.Teach) && await GrainFactory.Course(new(Tenant, c.CourseId)).IsStaff());
        return new(c.CertificateId, c.CourseId, c.UserId, c.HolderName, c.CourseTitle, c.InstructorName, c.Academy, c.CompletedAt, c.IssuedAt, c.RevokedAt, knows ? c.RevokedReason : null, c.Credential);
    }

    private async Task<CertificateDocument?> Load(string certificateId) =>
        KeySegment.IsValid(certificateId) && await store.LoadRecord(CertificateBookState.CertificateRecord, Book, certificateId) is { } stored
            ? JsonSerializer.Deserialize<CertificateDocument>(stored.Json, HubJson.Options) : null;
}
