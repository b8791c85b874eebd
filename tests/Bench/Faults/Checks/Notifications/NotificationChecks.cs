using System.Globalization;

namespace LearningHub.Bench.Faults;

/// <summary>Everything that should be told is told once: in the inbox, in a mail, in a push.</summary>
internal sealed class NotificationChecks(FaultClient client, Academy academy, Campus campus, IReadOnlyList<LedgerEntry> ledger, DatabaseRows rows, Findings findings, TimeSpan patience)
{
    private const int Asked = 30;

    /// <summary>What is due and has not left. What is for tomorrow waits: an instructor's daily mail.</summary>
    private const string Open = """
        select coalesce(string_agg(what, ', ' order by what), '') from (
            select count(*) || ' causes are not spread' as what from notification_cause where not done and due_at <= now() having count(*) > 0
            union all select count(*) || ' deliveries by ' || channel || ' are due' from notification_delivery where done_at is null and due_at <= now() group by channel
            union all select count(*) || ' mails are in the outbox' from rm_mail where state = 'queued' having count(*) > 0
            union all select count(*) || ' badges are not told' from badge_award where not told having count(*) > 0
            union all select 'projection ' || p.name || ' is ' || count(*) || ' behind' from projection p join event e on (e.epoch, e.tx, e.position) > (p.epoch, p.tx, p.position) where p.running group by p.name
        ) open
        """;

    public async Task Run(int blows, CancellationToken cancellation)
    {
        try { await Common.Wait.Until("all is told", patience, async () => (await rows.Read(Open, cancellation))[0][0], open => open.Length == 0, cancellation); }
        catch (TimeoutException e) { findings.Add(Fault.Wrong, e.Message); }

        // Mails and pushes of which nothing was decided yet are tomorrow's.
        var leaving = (await rows.Read("select user_id, notification_id, channel, message_id, outcome from notification_delivery where done_at is not null or due_at <= now()", cancellation)).Select(r => new Leaving(r[0], r[1], r[2], r[3], r[4])).ToArray();
        var inbox = (await rows.Read("select user_id, kind, case when kind = 'certificate_issued' then course_id else subject_id end, notification_id from notification where kind not in ('student_enrolled', 'essay_waiting')", cancellation))
            .Select(r => new Told(new(r[0], r[1], r[2]), r[3])).ToArray();
        var expected = ToldRecount.Of(ledger, academy);
        expected.Check(inbox, findings);
        await Students(cancellation);

        var emails = (await rows.Read("select split_part(key, '/', 2), doc ->> 'email' from aggregate where type = 'user'", cancellation)).ToDictionary(r => r[0], r => r[1]);
        var outbox = (await rows.Read("select mail_id, state from rm_mail", cancellation)).ToDictionary(r => r[0], r => r[1]);
        // Who had confirmed the address, or named the browser, before what is told was asked for.
        var confirmed = ledger.Where(e => e is { Kind: "confirm-address", IsAcknowledged: true }).ToDictionary(e => e.Text("user"), e => e.Acknowledged);
        var devices = ledger.Where(e => e.Kind == "device").ToArray();
        var arrivals = new ArrivalRecount(inbox, leaving, blows, findings);
        arrivals.Outcomes();
        arrivals.Mails(campus.Arrivals.Mails(), outbox, emails, expected.Surely.Where(t => t.Key.Kind is "announcement" or "certificate_issued" && confirmed.TryGetValue(t.Key.UserId, out var at) && at < t.Value).Select(t => t.Key));
        arrivals.Confirmations(campus.Arrivals.Mails(), ledger.Where(e => e is { Kind: "register", IsAcknowledged: true }).Select(e => e.Text("email")));
        arrivals.Pushes(campus.Arrivals.Pushes(), devices.ToDictionary(d => d.Text("browser"), d => d.Text("user")),
            devices.Where(d => d.IsAcknowledged).SelectMany(d => expected.Surely.Where(t => t.Key.UserId == d.Text("user") && t.Key.Kind is "announcement" or "certificate_issued" && t.Key.UserId == d.Text("user") && d.Acknowledged < t.Value)
                .Select(t => (t.Key, d.Text("browser")))));
        foreach (var fault in campus.Arrivals.PushFaults) findings.Add(Fault.Wrong, $"a push that no service takes: {fault}");
        await Inboxes(inbox, emails, cancellation);
    }

    /// <summary>Many of a day are one row that counts: the counts say how many came.</summary>
    private async Task Students(CancellationToken cancellation)
    {
        foreach (var course in await rows.Read("""
            select course_id, sum(told), sum(came) from (
                select course_id, count as told, 0 as came from notification where kind = 'student_enrolled'
                union all select split_part(key, '/', 2), 0, 1 from (select distinct key from event where name = 'enrolment.enrolled') e) both_sides
            group by course_id
            """, cancellation))
        {
            var (told, came) = (long.Parse(course[1], CultureInfo.InvariantCulture), long.Parse(course[2], CultureInfo.InvariantCulture));
            findings.Looked("students told to their instructor", (int)told);
            if (told != came) findings.Add(told < came ? Fault.Lost : Fault.Twice, $"the instructor of {course[0]} was told of {told} students of {came}");
        }
    }

    /// <summary>Over the API, as each of some people: nobody of the run reads, so all is unread.</summary>
    private async Task Inboxes(IReadOnlyList<Told> inbox, Dictionary<string, string> emails, CancellationToken cancellation)
    {
        var people = inbox.Where(t => t.What.Kind == "announcement").GroupBy(t => t.What.UserId).Take(Asked).Select(g => g.Key).ToArray();
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = cancellation }, async (user, token) =>
        {
            var (session, _) = await academy.SignIn(emails[user], token);
            var shown = new List<string>();
            var unread = 0;
            for (var cursor = ""; cursor is not null;)
            {
                var view = (await client.Get($"/api/v1/notifications?limit=100{(cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")}", session, cancellation: token)).Expect(200).Json;
                shown.AddRange(view["page"]!["items"]!.AsArray().Select(i => i!["notificationId"]!.GetValue<string>()));
                unread = view["unread"]!["unread"]!.GetValue<int>();
                cursor = view["page"]!["next"]?.GetValue<string>();
            }
            findings.Looked("inboxes read over the API");
            var there = inbox.Where(t => t.What.UserId == user).Select(t => t.Id).Order(StringComparer.Ordinal).ToArray();
            if (!shown.Order(StringComparer.Ordinal).SequenceEqual(there)) findings.Add(Fault.Unequal, $"{user} is shown {shown.Count} notifications of {there.Length}");
            if (unread != there.Length) findings.Add(Fault.Unequal, $"{user} has {unread} unread of {there.Length}");
        });
    }
}
