using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>Waits until all that was begun is done: projections have read every event, no transcode, no workflow and no timed attempt is open.</summary>
internal sealed class Quiet(DatabaseRows rows, Findings findings, TimeSpan patience)
{
    private const string Open = """
        select coalesce(string_agg(what, ', ' order by what), '') from (
            select 'projection ' || p.name || ' is ' || count(*) || ' behind' as what from projection p join event e on (e.epoch, e.tx, e.position) > (p.epoch, p.tx, p.position) where p.running group by p.name
            union all select 'transcode ' || key || ' is ' || (doc ->> 'state') || ', attempt ' || coalesce(doc ->> 'attempt', '0') from aggregate where type = 'transcode' and doc ->> 'state' in ('queued', 'running')
            union all select 'workflow ' || key || ' is ' || (doc ->> 'phase') from aggregate where type = 'workflow' and doc ->> 'phase' in ('running', 'waiting', 'compensating')
            union all select 'attempts ' || key || ' are due' from aggregate where type = 'attempts' and doc ->> 'dueAtMs' is not null
            union all select 'media ' || key || ' is queued' from aggregate where type = 'media' and doc ->> 'state' = 'queued'
        ) open
        """;

    public async Task Wait(CancellationToken cancellation)
    {
        try { await Common.Wait.Until("quiet", patience, async () => (await rows.Read(Open, cancellation))[0][0], open => open.Length == 0, cancellation); }
        catch (TimeoutException e) { findings.Add(Fault.Wrong, e.Message); }
        foreach (var parked in await rows.Read("select projection, type, key, event_name, reason from parked", cancellation)) findings.Add(Fault.Wrong, $"parked: {string.Join(' ', parked)}");
        foreach (var stopped in await rows.Read("select name, coalesce(last_error, '') from projection where not running", cancellation)) findings.Add(Fault.Wrong, $"stopped: {string.Join(' ', stopped)}");
    }
}
