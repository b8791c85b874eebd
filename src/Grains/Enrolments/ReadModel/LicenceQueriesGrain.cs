using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Enrolments;

/// <summary>Key <c>tenant/queries</c>. Reads the claims of codes, <c>rm_licences</c> and <c>rm_course</c>; counts wrong codes.</summary>
[StatelessWorker(8), GrainType("licence-queries")]
internal sealed class LicenceQueriesGrain(NpgsqlDataSource database) : Grain, ILicenceQueriesGrain
{
    private const string MineList = "licences.mine";
    private const int MaxLimit = 100;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<FoundLicence>> Find(string code)
    {
        var user = ActorContext.Required.UserId;
        using var _ = ActorContext.As(Actor.System(Tenant));
        var guard = GrainFactory.GetGrain<ICodeGuardGrain>(new TenantKey(Tenant, $"u-{user}").ToString());
        if (await guard.Wait() is { } wait) return LicenceErrors.Locked(wait);
        if (CheckedCode.Normalize(code ?? "", Licences.CodeLength) is not { } typed) return LicenceErrors.Unknown;
        // No code at all can be like this: not a guess.
        if (!CheckedCode.IsValid(typed)) return LicenceErrors.Mistyped;

        await using var command = database.CreateCommand("select key from claim where tenant = $1 and kind = $2 and value = $3");
        foreach (var value in (string[])[Tenant, Licences.Claim, typed]) command.Parameters.Add(new() { Value = value });
        if (await command.ExecuteScalarAsync() is not string key)
        {
            await guard.Miss();
            return LicenceErrors.Unknown;
        }
        var licence = LicenceKey.Parse(key);
        var offer = await GrainFactory.Course(licence.Course).GetOffer();
        return new FoundLicence(CheckedCode.Shown(typed, Licences.Group), licence.OrderId, licence.CourseId, offer.Title);
    }

    public async Task<Result<Page<LicencesRow>>> Mine(string? cursor, int limit)
    {
        (long? at, string order, string course) = (null, "", "");
        if (cursor is not null)
        {
            if (Cursor.Decode(cursor, MineList, 3) is not [var key, var o, var c] || !Cursor.IsMoment(key, out var micros) || !KeySegment.IsValid(o) || !KeySegment.IsValid(c)) return Cursor.Bad;
            (at, order, course) = (micros, o, c);
        }
        limit = Math.Clamp(limit, 1, MaxLimit);
        await using var command = database.CreateCommand("""
            select l.order_id, l.course_id, coalesce(c.title, ''), l.codes, l.redeemed, l.revoked, l.issued_at, (extract(epoch from l.issued_at) * 1000000)::bigint
            from rm_licences l left join rm_course c on c.tenant = l.tenant and c.course_id = l.course_id
            where l.tenant = @tenant and l.buyer_id = @buyer
                and (@at is null or (l.issued_at, l.order_id, l.course_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @order, @course))
            order by l.issued_at desc, l.order_id desc, l.course_id desc limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("buyer", ActorContext.Required.UserId);
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("order", order);
        command.Parameters.AddWithValue("course", course);
        command.Parameters.AddWithValue("limit", limit + 1);

        var items = ImmutableArray.CreateBuilder<LicencesRow>();
        var last = 0L;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (items.Count == limit) return new Page<LicencesRow>(items.ToImmutable(), Cursor.Encode(MineList, last.ToString(CultureInfo.InvariantCulture), items[^1].OrderId, items[^1].CourseId));
            items.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetBoolean(5), reader.GetFieldValue<DateTimeOffset>(6)));
            last = reader.GetInt64(7);
        }
        return new Page<LicencesRow>(items.ToImmutable(), null);
    }
}
