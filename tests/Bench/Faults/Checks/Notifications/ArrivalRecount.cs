using LearningHub.Grains.Notifications;
using LearningHub.Grains.Tests.Notifications;

namespace LearningHub.Bench.Faults;

/// <summary>What was to leave the house, as the hub has it.</summary>
internal sealed record Leaving(string UserId, string NotificationId, string Channel, string MessageId, string Outcome);

/// <summary>Mails and pushes counted where they arrive, as who gets them counts: by Message-Id, and by the id that a push carries. A host that dies between the yes of a server and its note of it sends the same under the
/// same id again: that is the one double that there may be, counted apart, and not more of it than deaths explain.</summary>
internal sealed class ArrivalRecount(IReadOnlyList<Told> inbox, IReadOnlyList<Leaving> leaving, int blows, Findings findings)
{
    /// <summary>Pushes that a worker has in hand.</summary>
    private const int PushesInHand = PushLanes.InAll;

    private readonly ILookup<string, Told> _told = inbox.ToLookup(t => t.Id);

    /// <param name="outbox">Ids of mails, and what became of them.</param>
    /// <param name="must">Who must have been mailed what, and the address.</param>
    public void Mails(IReadOnlyList<ArrivedMail> arrived, IReadOnlyDictionary<string, string> outbox, IReadOnlyDictionary<string, string> emails, IEnumerable<Telling> must)
    {
        var mails = arrived.GroupBy(m => m.MessageId).ToArray();
        findings.Looked("mails arrived, by Message-Id", mails.Length);
        Doubles("mails that arrived again under the same Message-Id", arrived.Count - mails.Length, blows);
        foreach (var changed in mails.Where(m => m.Distinct().Count() > 1)) findings.Add(Fault.Twice, $"mail {changed.Key} arrived with {changed.Distinct().Count()} texts");
        var ids = mails.Select(m => m.First().OutboxId).ToHashSet();
        foreach (var stray in ids.Where(id => !outbox.ContainsKey(id))) findings.Add(Fault.Wrong, $"mail {stray} arrived and is in no outbox");
        foreach (var (id, state) in outbox)
        {
            if (state == "sent" && !ids.Contains(id)) findings.Add(Fault.Lost, $"mail {id} is said to be sent and did not arrive");
            if (state != "sent") findings.Add(Fault.Wrong, $"mail {id} is {state}");
        }
        var telling = mails.Select(m => m.First()).SelectMany(m => m.Notifications.Select(n => (Mail: m, Notification: n))).ToLookup(t => (t.Mail.To, t.Notification), t => t.Mail.MessageId);
        foreach (var told in telling)
        {
            findings.Looked("notifications in mails");
            if (told.Distinct().Count() > 1) findings.Add(Fault.Twice, $"notification {told.Key.Notification} is in {told.Distinct().Count()} mails to {told.Key.To}");
            if (_told[told.Key.Notification].All(t => emails.GetValueOrDefault(t.What.UserId) != told.Key.To)) findings.Add(Fault.Wrong, $"notification {told.Key.Notification} was mailed to {told.Key.To}, whose it is not");
        }
        var byTelling = inbox.ToLookup(t => t.What, t => t.Id);
        foreach (var telling1 in must)
        {
            findings.Looked("mails expected of notifications");
            if (byTelling[telling1].All(id => !telling.Contains((emails[telling1.UserId], id)))) findings.Add(Fault.Lost, $"no mail told {telling1.UserId}: {telling1.Kind} {telling1.About}");
        }
    }

    /// <summary>One mail for each address that registered.</summary>
    public void Confirmations(IReadOnlyList<ArrivedMail> arrived, IEnumerable<string> registered)
    {
        var mails = arrived.Where(m => m.Text.Contains("/confirm?token=", StringComparison.Ordinal)).ToLookup(m => m.To, m => m.MessageId, StringComparer.OrdinalIgnoreCase);
        foreach (var email in registered)
        {
            findings.Looked("confirmations mailed");
            var count = mails[email].Distinct().Count();
            if (count != 1) findings.Add(count == 0 ? Fault.Lost : Fault.Twice, $"{email} got {count} mails to confirm the address");
        }
    }

    /// <param name="owners">Of each browser.</param>
    /// <param name="must">Who must have been told what in which browser.</param>
    public void Pushes(IReadOnlyList<Pushed> arrived, IReadOnlyDictionary<string, string> owners, IEnumerable<(Telling What, string Browser)> must)
    {
        var pushes = arrived.GroupBy(p => (p.Browser, Id: Id(p))).ToArray();
        findings.Looked("pushes arrived, by id", pushes.Length);
        Doubles("pushes that arrived again under the same id", arrived.Count - pushes.Length, blows * PushesInHand);
        var messages = leaving.Where(l => l.Channel == "push" && l.MessageId.Length > 0).ToLookup(l => l.MessageId);
        foreach (var push in pushes)
        {
            var (browser, id) = push.Key;
            if (!messages.Contains(id)) findings.Add(Fault.Wrong, $"push {id} arrived, and the hub knows nothing of it");
            else if (messages[id].First().UserId != owners.GetValueOrDefault(browser)) findings.Add(Fault.Wrong, $"push {id} of {messages[id].First().UserId} arrived at {browser}");
            if (push.Any(p => !id.EndsWith(p.Topic, StringComparison.Ordinal))) findings.Add(Fault.Wrong, $"push {id} has the topic {push.First().Topic}");
        }
        // A message of one thing names it: two messages must not name the same.
        foreach (var twice in pushes.Select(p => (p.Key.Browser, p.Key.Id, Path: p.First().Text["path"]!.GetValue<string>())).Where(p => p.Path != "/notifications").GroupBy(p => (p.Browser, p.Path)).Where(g => g.Count() > 1))
            findings.Add(Fault.Twice, $"{twice.Key.Browser} was pushed {twice.Key.Path} under {twice.Count()} ids");
        var there = pushes.Select(p => p.Key).ToHashSet();
        foreach (var sent in leaving.Where(l => l is { Channel: "push", Outcome: "sent" }))
            if (!owners.Any(o => o.Value == sent.UserId && there.Contains((o.Key, sent.MessageId)))) findings.Add(Fault.Lost, $"push {sent.MessageId} is said to be sent and did not arrive");
        var message = leaving.Where(l => l.Channel == "push").ToDictionary(l => (l.UserId, l.NotificationId), l => l.MessageId);
        var byTelling = inbox.ToLookup(t => t.What, t => t.Id);
        foreach (var (what, browser) in must)
        {
            findings.Looked("pushes expected of notifications");
            if (!byTelling[what].Any(n => message.TryGetValue((what.UserId, n), out var id) && there.Contains((browser, id)))) findings.Add(Fault.Lost, $"{browser} was not told: {what.Kind} {what.About}");
        }
    }

    /// <summary>Nothing was given up, refused or forgotten on the way.</summary>
    public void Outcomes()
    {
        foreach (var bad in leaving.Where(l => !(l.Channel == "push" ? Fine.Push : Fine.Mail).Contains(l.Outcome)))
            findings.Add(Fault.Lost, $"the {bad.Channel} of {bad.NotificationId} to {bad.UserId}: '{bad.Outcome}'");
        foreach (var twice in leaving.GroupBy(l => (l.UserId, l.NotificationId, l.Channel)).Where(g => g.Count() > 1)) findings.Add(Fault.Twice, $"{twice.Key} leaves {twice.Count()} times");
    }

    private static class Fine
    {
        public static readonly string[] Push = ["sent", "no_device", "read", "void"], Mail = ["queued", "no_address", "read", "void"];
    }

    private void Doubles(string what, int count, int most)
    {
        findings.Looked(what, count);
        if (count > most) findings.Add(Fault.Twice, $"{count} {what}: {blows} deaths explain {most}");
    }

    public static string Id(Pushed push) => push.Text["id"]!.GetValue<string>();
}
