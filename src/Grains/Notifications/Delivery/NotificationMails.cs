using System.Text;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.Grains.Notifications;

/// <summary>One notification as a mail, or several as one. Plain text and HTML say the same; the HTML is a page of 1999: that is what mail programs show. Texts take their direction from
/// their own letters. Links go by the inbox: what is opened is read.</summary>
internal static class NotificationMails
{
    private const int Most = 30, MaxHtml = 20_000, MaxText = 12_000;

    /// <param name="items">Newest first, at least one.</param>
    /// <param name="link">An absolute address of a path on this site.</param>
    public static QueueMail Of(string academy, string to, string name, IReadOnlyList<NotificationView> items, Func<string, string> link, string unsubscribe)
    {
        var one = items is [var only] ? only : null;
        var subject = one?.Title ?? $"{items.Count} things are new at {academy}";
        var shown = 0;
        var settings = link("/settings/notifications");
        var text = new StringBuilder($"Hello {name},\n\n");
        var html = new StringBuilder($"""<!doctype html><html lang="en"><meta charset="utf-8"><body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a2320;background:#fff"><div style="max-width:560px;margin:0 auto"><p dir="auto">Hello {Html(name)},</p>""");
        foreach (var item in items.Take(Most))
        {
            // Long titles: the outbox takes a mail of so much.
            if (shown > 0 && (html.Length > MaxHtml || text.Length > MaxText)) break;
            shown++;
            text.Append($"{item.Title}\n{item.Body}\n{At(item, link)}\n{(one is null ? "" : $"\nWhy you get this: {item.Why}\n")}\n");
            html.Append($"""<div dir="auto" style="margin:0 0 20px"><a href="{Html(At(item, link))}" style="color:#0b6b57;font-weight:600">{Html(item.Title)}</a><br>{Html(item.Body)}{(one is null ? "" : $"""<br><span style="color:#5b6763;font-size:14px">Why you get this: {Html(item.Why)}</span>""")}</div>""");
        }
        if (items.Count > shown)
        {
            text.Append($"And {items.Count - shown} more: {link("/notifications")}\n\n");
            html.Append($"""<p><a href="{Html(link("/notifications"))}" style="color:#0b6b57">And {items.Count - shown} more</a></p>""");
        }
        var ends = one is null ? "No more mails like this" : $"No more mails of this kind ({one.KindName})";
        text.Append($"{academy}\n\nChoose what you get: {settings}\n{ends}: {unsubscribe}\n");
        html.Append($"""<p dir="auto">{Html(academy)}</p><p style="color:#5b6763;font-size:14px"><a href="{Html(settings)}" style="color:#5b6763">Choose what you get</a> &middot; <a href="{Html(unsubscribe)}" style="color:#5b6763">{Html(ends)}</a></p></div></body></html>""");
        return new QueueMail(to, name, subject, text.ToString(), one is null ? "notification_digest" : "notification", html.ToString(), unsubscribe);
    }

    private static string At(NotificationView item, Func<string, string> link) => link($"/notifications/{item.NotificationId}");

    /// <summary>The five that mean something; all other letters are sent as they are.</summary>
    private static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
}
