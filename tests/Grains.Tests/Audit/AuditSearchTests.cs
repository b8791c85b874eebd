using LearningHub.Grains.Audit;
using LearningHub.Grains.Interfaces.Audit;
using Npgsql;

namespace LearningHub.Grains.Tests.Audit;

/// <summary>A trail that is long: who looks for one act among all reads little of it.</summary>
[Collection("hub")]
public sealed class AuditSearchTests(HubFixture hub)
{
    private const int Entries = 40_000;
    private readonly string _tenant = hub.NewTenant();

    [Fact]
    public async Task One_act_among_many_is_found_by_an_index_whoever_did_it_and_whatever_to()
    {
        await Fill();
        (await Found(new("", "rare", "", null, null, null, 10))).ShouldBe([30_000, 7]);
        (await Found(new("", "behalf", "", null, null, null, 10))).ShouldBe([11, 9]);
        (await Found(new("", " Rare@Example.COM ", "", null, null, null, 10))).ShouldBe([30_000, 7]);
        (await Found(new("", "nobody@example.com", "", null, null, null, 10))).ShouldBeEmpty();
        (await Found(new("test.often", "rare", "", null, null, null, 10))).ShouldBe([30_000, 7]);
        (await Found(new("test.rare_", "rare", "", null, null, null, 10))).ShouldBeEmpty();
        (await Found(new("test.", "behalf", "", null, null, null, 10))).ShouldBe([11, 9]);
        foreach (var subject in (string[])["x17", "room/x17", $"{_tenant}/room/x17"]) (await Found(new("", "", subject, null, null, null, 10))).ShouldBe([17], subject);
        foreach (var subject in (string[])["x1700000", "hall/x17", "oom/x17", "/", "%"]) (await Found(new("", "", subject, null, null, null, 10))).ShouldBeEmpty(subject);
        // Both of one: once, from the last on, and page after page.
        (await Found(new("", "both", "", null, null, null, 10))).ShouldBe([21, 20, 19]);
        var first = await List(new("", "both", "", null, null, null, 2));
        (await Found(new("", "both", "", null, null, first.Next, 2))).ShouldBe([19]);
        (await Found(new("", "often", "", DateTimeOffset.UnixEpoch.AddSeconds(5), DateTimeOffset.UnixEpoch.AddSeconds(7), null, 10))).ShouldBe([6, 5]);
    }

    [Theory]
    [InlineData("rare", "", "audit_entry_actor", 10), InlineData("behalf", "", "audit_entry_acted_by", 10), InlineData("nobody@example.com", "", "audit_entry_actor", 10)]
    [InlineData("", "x17", "audit_entry_subject_id", 10), InlineData("", "nothing", "audit_entry_subject_id", 10), InlineData("", "", "audit_entry_pkey", 30)]
    public async Task A_search_reads_what_it_shows(string actor, string subject, string index, int most)
    {
        await Fill();
        foreach (var mode in (string[])["force_custom_plan", "force_generic_plan"])
        {
            await using var connection = await hub.Database.OpenConnectionAsync();
            await using (var set = new NpgsqlCommand($"set plan_cache_mode = {mode}", connection)) await set.ExecuteNonQueryAsync();
            await using var command = new NpgsqlCommand { Connection = connection };
            AuditSearch.Write(command, _tenant, new("", actor, subject, null, null, null, 0), long.MaxValue, 10);
            command.CommandText = "explain (analyze, buffers off, timing off, costs off) " + command.CommandText;
            var plan = new List<string>();
            await using (var reader = await command.ExecuteReaderAsync())
                while (await reader.ReadAsync()) plan.Add(reader.GetString(0));
            var all = string.Join('\n', plan);
            all.ShouldContain(index, customMessage: all);
            all.ShouldNotContain("Seq Scan on audit_entry", customMessage: all);
            all.ShouldNotContain("Rows Removed by Filter", customMessage: all);
            plan.Where(l => l.Contains("audit_entry", StringComparison.Ordinal)).ShouldAllBe(l => Rows(l) <= most, all);
            await using var reset = new NpgsqlCommand("reset plan_cache_mode", connection);
            await reset.ExecuteNonQueryAsync();
        }
    }

    private static double Rows(string line) =>
        line.IndexOf("rows=", StringComparison.Ordinal) is >= 0 and var at ? double.Parse(line[(at + 5)..].Split(' ', ')')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;

    private async Task<long[]> Found(AuditQuery query) => [.. (await List(query)).Items.Select(e => e.Seq)];

    private async Task<Page<AuditEntryView>> List(AuditQuery query)
    {
        using var _ = hub.As(_tenant, "ada", Roles.Admin);
        return (await hub.Grains.Queries<IAuditQueriesGrain>(_tenant).List(query)).Value!;
    }

    /// <summary>Not a chain: it is only searched.</summary>
    private async Task Fill()
    {
        await using var command = hub.Database.CreateCommand("""
            insert into audit_entry (tenant, seq, content, hash, acted_by)
            select @tenant, n, c::text, '', c ->> 'by' from generate_series(@from, @from + 1999) n, lateral jsonb_strip_nulls(jsonb_build_object('v', 1, 'seq', n, 'at', n * 1000000::bigint, 'action', 'test.often', 'type', 'test',
                'key', @tenant || '/room/x' || n, 'version', 1, 'event', 'e', 'actor', case when n in (7, 30000) then 'rare' when n in (19, 20) then 'both' else 'often' end,
                'by', case when n in (9, 11) then 'behalf' when n in (20, 21) then 'both' end, 'roles', '', 'data', jsonb_build_object())) c
            """);
        command.Parameters.AddWithValue("tenant", _tenant);
        var from = command.Parameters.AddWithValue("from", 1);
        // In parts: no statement may take long.
        for (var first = 1; first <= Entries; first += 2_000)
        {
            from.Value = first;
            await command.ExecuteNonQueryAsync();
        }
        await using var user = hub.Database.CreateCommand("""
            insert into rm_user values (@tenant, 'rare', 1, 'Rare', 'rare', 'rare@example.com', true, '', '{}', false, now())
            """);
        user.Parameters.AddWithValue("tenant", _tenant);
        await user.ExecuteNonQueryAsync();
        await using var analyze = hub.Database.CreateCommand("analyze audit_entry");
        await analyze.ExecuteNonQueryAsync();
    }
}
