using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>The audit trail: each event that it keeps is one entry, and its chain holds.</summary>
internal sealed class AuditChecks(FaultClient client, Academy academy, DatabaseRows rows, Findings findings)
{
    public async Task Run(CancellationToken cancellation)
    {
        foreach (var row in await rows.Read("""
            with entries as (select replace(content::jsonb ->> 'event', '-', '')::uuid as event_id, action from audit_entry)
            select e.name, count(distinct e.event_id), count(a.event_id) from event e left join entries a using (event_id) group by e.name having count(a.event_id) not in (0, count(distinct e.event_id))
            """, cancellation))
            findings.Add(Fault.Unequal, $"{row[1]} events {row[0]} are {row[2]} entries of the audit trail");
        if (await rows.Count("select count(*) from event e where name in ('user.registered', 'order.paid', 'attempt.submitted') and not exists (select from audit_entry a where a.content::jsonb ->> 'event' = replace(e.event_id::text, '-', ''))", cancellation) is > 0 and var missing)
            findings.Add(Fault.Lost, $"{missing} events are missing in the audit trail");
        findings.Looked("entries of the audit trail", (int)await rows.Count("select count(*) from audit_entry", cancellation));

        var from = "";
        for (JsonNode verdict = new JsonObject(); ;)
        {
            verdict = (await client.Get($"/api/v1/admin/audit/verification{from}", academy.AdminToken, cancellation: cancellation)).Expect(200).Json;
            if (verdict["broken"] is { } broken) findings.Add(Fault.Wrong, $"the audit trail does not hold: {broken}");
            if (verdict["isDone"]!.GetValue<bool>()) return;
            from = $"?seq={verdict["checked"]!["seq"]}&hash={verdict["checked"]!["hash"]}";
        }
    }
}
