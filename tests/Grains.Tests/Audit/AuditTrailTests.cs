using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Administration;
using LearningHub.Grains.Interfaces.Audit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LearningHub.Grains.Tests.Audit;

[Collection("hub")]
public sealed class AuditTrailTests(HubFixture hub)
{
    private readonly string _tenant = hub.NewTenant();

    [Fact]
    public async Task Every_act_is_one_entry_whatever_comes_at_once_and_the_chain_holds()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Act($"s{n % 5}", $"ada{n % 3}", $"p{n}", "stop")));
        var entries = await All();
        entries.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 60).Reverse().Select(n => (long)n));
        entries.Select(e => Projection(e)).Distinct().Count().ShouldBe(60);
        var verdict = await Verify();
        verdict.Broken.ShouldBeNull();
        verdict.Checked.ShouldBe(new AuditMark(60, entries[0].Hash));
        (await All(actor: "ada1")).Length.ShouldBe(20);
        (await All(action: "operator.")).Length.ShouldBe(60);
        (await All(action: "operator")).ShouldBeEmpty();
        (await All(subject: "s4")).Length.ShouldBe(12);
    }

    [Fact]
    public async Task An_entry_shows_what_the_same_act_left_behind_before()
    {
        foreach (var verb in (string[])["stop", "start"]) await Act("s", "ada", "orders", verb);
        using var _ = hub.As(_tenant, "ada", Roles.Admin);
        var second = (await Trail(_tenant).Get(2)).Value!;
        second.Entry.ActorId.ShouldBe("ada");
        second.Before!.Seq.ShouldBe(1);
        second.Before.Content.ShouldContain("\"verb\": \"stop\"");
        (await Trail(_tenant).Get(1)).Value!.Before.ShouldBeNull();
        (await Trail(_tenant).Get(3)).Error!.Code.ShouldBe("audit.not_found");
    }

    [Fact]
    public async Task One_byte_changed_in_the_database_is_found_and_named_and_the_database_itself_refuses()
    {
        for (var n = 0; n < 10; n++) await Act("s", "ada", "orders", "stop");
        const string Flip = "update audit_entry set content = replace(content, '\"verb\": \"stop\"', '\"verb\": \"stoq\"') where tenant = $1 and seq = 7";
        (await Should.ThrowAsync<PostgresException>(() => Run(Flip))).SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
        (await Should.ThrowAsync<PostgresException>(() => Run("delete from audit_entry where tenant = $1"))).SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
        (await Verify()).Broken.ShouldBeNull();

        // Whoever owns the database can switch that off.
        await Forcibly(Flip);
        (await Verify()).Broken.ShouldBe(new AuditBreak(7, AuditFault.Changed));
        await Forcibly(Flip.Replace("replace(content, '\"verb\": \"stop\"', '\"verb\": \"stoq\"')", "replace(content, 'stoq', 'stop')", StringComparison.Ordinal));
        (await Verify()).Broken.ShouldBeNull();
        await Forcibly("update audit_entry set hash = set_byte(hash, 31, get_byte(hash, 31) # 1) where tenant = $1 and seq = 4");
        (await Verify()).Broken.ShouldBe(new AuditBreak(4, AuditFault.Changed));
        await Forcibly("delete from audit_entry where tenant = $1 and seq > 2");
        (await Verify()).Broken.ShouldBe(new AuditBreak(3, AuditFault.Missing));
    }

    [Fact]
    public async Task Whoever_acted_on_behalf_cannot_be_changed_unseen()
    {
        for (var n = 0; n < 4; n++) await Act("s", "ada", "orders", "stop", by: n == 1 ? "eve" : null);
        (await Verify()).Broken.ShouldBeNull();
        (await All(actor: "eve")).ShouldHaveSingleItem().Seq.ShouldBe(2);
        foreach (var (seq, by) in ((int, string)[])[(2, "null"), (2, "'mal'"), (3, "'mal'")])
        {
            await Forcibly($"update audit_entry set acted_by = {by} where tenant = $1 and seq = {seq}");
            (await Verify()).Broken.ShouldBe(new AuditBreak(seq, AuditFault.Changed));
            await Forcibly($"update audit_entry set acted_by = content::jsonb ->> 'by' where tenant = $1 and seq = {seq}");
        }
        (await Verify()).Broken.ShouldBeNull();
    }

    [Fact]
    public async Task The_check_goes_on_from_a_mark_that_was_kept_and_knows_a_wrong_one()
    {
        for (var n = 0; n < 3; n++) await Act("s", "ada", "orders", "stop");
        var end = (await Verify()).Checked;
        (await Verify(end)).ShouldBe(new AuditVerdict(end, 3, null));
        (await Verify(end with { Hash = new('0', 64) })).Broken.ShouldBe(new AuditBreak(3, AuditFault.UnknownMark));
        (await Verify(end with { Hash = "nonsense" })).Broken.ShouldBe(new AuditBreak(3, AuditFault.UnknownMark));
        (await Verify(end with { Seq = 4 })).Broken.ShouldBe(new AuditBreak(4, AuditFault.UnknownMark));
    }

    [Fact]
    public async Task The_trail_is_for_admins_of_the_academy_and_is_never_made_again()
    {
        using (hub.As(_tenant, "sam", Roles.Student)) await Should.ThrowAsync<ActorDeniedException>(() => Trail(_tenant).Verify(null));
        using (hub.As(hub.NewTenant(), "eve", Roles.Admin)) await Should.ThrowAsync<ActorDeniedException>(() => Trail(_tenant).Verify(null));
        using var _ = hub.As(Actor.System(_tenant));
        (await hub.Grains.GetGrain<IProjectionGrain>($"system/{AuditChain.Fold}").Rebuild()).Error!.Code.ShouldBe("projections.not_rebuildable");
        using var admin = hub.As(_tenant, "ada", Roles.Admin);
        foreach (var bad in (AuditQuery[])[new(new('x', 201), "", "", null, null, null, 10), new("", "\0", "", null, null, null, 10), new("", "", "", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, 10)])
            (await Trail(_tenant).List(bad)).Error!.Code.ShouldBe("audit.bad_filter");
        (await Trail(_tenant).List(new("", "", "", null, null, "nonsense", 10))).Error!.Code.ShouldBe("common.bad_cursor");
    }

    private IAuditQueriesGrain Trail(string tenant) => hub.Grains.Queries<IAuditQueriesGrain>(tenant);

    private async Task<AuditVerdict> Verify(AuditMark? from = null)
    {
        using var _ = hub.As(_tenant, "ada", Roles.Admin);
        return await Trail(_tenant).Verify(from);
    }

    private async Task<AuditEntryView[]> All(string action = "", string actor = "", string subject = "")
    {
        using var _ = hub.As(_tenant, "ada", Roles.Admin);
        var entries = new List<AuditEntryView>();
        string? cursor = null;
        do
        {
            var page = (await Trail(_tenant).List(new(action, actor, subject, null, null, cursor, 7))).Value!;
            entries.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return [.. entries];
    }

    /// <summary>Stores the event as an aggregate would, and waits until the trail has it.</summary>
    private async Task Act(string subject, string who, string projection, string verb, string? by = null)
    {
        const string Type = "audit-test";
        var store = hub.Services.GetRequiredService<IAggregateStore>();
        var actor = new Actor(_tenant, who, [Roles.Admin], "session1", by);
        while (true)
        {
            var version = await VersionOf($"{_tenant}/{subject}");
            var saved = await store.Save(new(Type, $"{_tenant}/{subject}", version, 1, "{}", [new ProjectionSteered(projection, verb)], [], [], [], null, actor, null));
            if (saved.Outcome is SaveOutcome.VersionConflict) continue;
            saved.Outcome.ShouldBe(SaveOutcome.Committed);
            await hub.Passed(AuditChain.Fold, new Receipt(Type, $"{_tenant}/{subject}", saved.Version));
            return;
        }
    }

    private async Task<long> VersionOf(string key)
    {
        await using var command = hub.Database.CreateCommand("select version from aggregate where type = 'audit-test' and key = $1");
        command.Parameters.Add(new() { Value = key });
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }

    private async Task Run(string sql, NpgsqlConnection? connection = null)
    {
        await using var command = connection is null ? hub.Database.CreateCommand(sql) : new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = _tenant });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Past the trigger, in one transaction that puts it back.</summary>
    private async Task Forcibly(string sql)
    {
        await using var connection = await hub.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var off = new NpgsqlCommand("alter table audit_entry disable trigger user", connection)) await off.ExecuteNonQueryAsync();
        await Run(sql, connection);
        await using (var on = new NpgsqlCommand("alter table audit_entry enable trigger user", connection)) await on.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static string Projection(AuditEntryView entry) => JsonDocument.Parse(entry.Content).RootElement.GetProperty("data").GetProperty("projection").GetString()!;
}
