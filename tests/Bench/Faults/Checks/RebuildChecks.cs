namespace LearningHub.Bench.Faults;

/// <summary>The read models as they came to be under fire, against the same made anew from nothing: row by row.</summary>
internal sealed class RebuildChecks(FaultClient client, Academy academy, DatabaseRows rows, Quiet quiet, Findings findings)
{
    public async Task<(int Rows, int Tables)> Run(CancellationToken cancellation)
    {
        var before = await Dump(cancellation);
        foreach (var projection in await rows.Read("select name from projection where kind in ('view', 'fold', 'View', 'Fold') order by name", cancellation))
        {
            var answer = await client.Send($"rebuild-{projection[0]}", "rebuild", HttpMethod.Post, $"/api/v1/admin/projections/{projection[0]}/rebuild", [], [], academy.AdminToken, cancellation: cancellation);
            if (answer.IsOk) findings.Looked("projections rebuilt");
            // What is done once, for ever, has checks of its own.
            else if (answer.Status == 409 && answer.Text.Contains("\"projections.not_rebuildable\"", StringComparison.Ordinal)) continue;
            else findings.Add(Fault.Wrong, $"rebuild of {projection[0]}: {answer.Status} {answer.Text}");
        }
        await quiet.Wait(cancellation);
        var after = await Dump(cancellation);

        foreach (var (table, was) in before)
        {
            var now = after[table];
            findings.Looked($"rows of {table}", was.Count);
            foreach (var row in was.Except(now).Take(20)) findings.Add(Fault.Unequal, $"{table} had {row}");
            foreach (var row in now.Except(was).Take(20)) findings.Add(Fault.Unequal, $"{table} rebuilt has {row}");
            if (was.Count != now.Count) findings.Add(Fault.Unequal, $"{table} had {was.Count} rows, rebuilt has {now.Count}");
        }
        return (before.Values.Sum(t => t.Count), before.Count(t => t.Value.Count > 0));
    }

    /// <summary>Every column, times included: views are rendered from documents alone. But not the version that guards a row: saves that tell nothing raise the document's.</summary>
    private async Task<SortedDictionary<string, List<string>>> Dump(CancellationToken cancellation)
    {
        var tables = new SortedDictionary<string, List<string>>();
        foreach (var table in await rows.Read("""
            select table_name from information_schema.tables where table_schema = 'public' and (table_name like 'rm\_%' or table_name in ('ledger_posting', 'ledger_entry', 'ledger_order_line', 'grade_earned', 'certificate_index', 'point_entry', 'point_person', 'point_score', 'point_tally', 'learning_day'))
            """, cancellation))
            tables[table[0]] = [.. (await rows.Read($"select (to_jsonb(t) - 'version')::text from {table[0]} t order by 1", cancellation)).Select(r => r[0])];
        return tables;
    }
}
