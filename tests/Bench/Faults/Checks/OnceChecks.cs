namespace LearningHub.Bench.Faults;

/// <summary>In the database: nothing that was asked once stands twice.</summary>
internal sealed class OnceChecks(IReadOnlyList<LedgerEntry> ledger, DatabaseRows rows, Findings findings)
{
    public async Task Run(CancellationToken cancellation)
    {
        await None("the e-mail {0} is registered {1} times", "select lower(doc ->> 'email'), count(*) from aggregate where type = 'user' group by 1 having count(*) > 1", cancellation);
        await None("{0} was mailed {2} times for one cause ({1})", "select doc ->> 'to', doc ->> 'kind', count(*) from aggregate where type = 'mail' and doc ->> 'to' like '%-register-%' and doc ->> 'kind' not like 'notification%' group by 1, 2 having count(*) > 1", cancellation);
        await None("operation {0} is recorded {1} times", "select split_part(op_id, '/', -1), count(*) from operation where split_part(op_id, '/', -1) like 'r%-%-%' group by 1 having count(*) > 1", cancellation);
        await None("{1} of {0} happened {2} times", "select key, name, count(*) from event where name in ('user.registered', 'enrolment.enrolled', 'tenant.set_up') group by key, name having count(*) > 1", cancellation);
        await None("event {0} stands {1} times", "select event_id, count(*) from event group by event_id having count(*) > 1", cancellation);
        await None("version {2} of {0} {1} was written {3} times", """
            select type, key, version, count(*) from (select type, key, version, tx from event group by type, key, version, tx) saves group by type, key, version having count(*) > 1
            """, cancellation);
        await None("{0} {1} has an event of version {3} and stands at {2}", """
            select a.type, a.key, a.version, max(e.version) from aggregate a join event e on e.type = a.type and e.key = a.key group by a.type, a.key, a.version having max(e.version) > a.version
            """, cancellation);
        findings.Looked("events", (int)await rows.Count("select count(*) from event", cancellation));
        findings.Looked("aggregates", (int)await rows.Count("select count(*) from aggregate", cancellation));

        var mailed = (await rows.Read("select doc ->> 'to' from aggregate where type = 'mail'", cancellation)).Select(r => r[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var recorded = (await rows.Read("select split_part(op_id, '/', -1) from operation", cancellation)).Select(r => r[0]).ToHashSet();
        foreach (var entry in ledger.Where(e => e.IsAcknowledged))
        {
            if (entry.Kind == "register" && !mailed.Contains(entry.Text("email"))) findings.Add(Fault.Lost, $"the confirmation mail of {entry.Text("email")}");
            if (entry.Kind is "register" or "enrol" or "chat" or "edit" && !recorded.Contains(entry.Op)) findings.Add(Fault.Lost, $"the operation row of {entry.Kind} {entry.Op}");
        }
        findings.Looked("mails", mailed.Count);
    }

    private async Task None(string text, string sql, CancellationToken cancellation)
    {
        foreach (var row in await rows.Read(sql, cancellation)) findings.Add(Fault.Twice, string.Format(System.Globalization.CultureInfo.InvariantCulture, text, [.. row]));
    }
}
