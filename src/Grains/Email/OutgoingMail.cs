using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Email;

namespace LearningHub.Grains.Email;

using Outcome = Decision<OutgoingMailState>;

/// <summary>A mail on its way out: queued, taken by a worker, sent or given up.</summary>
internal static class OutgoingMail
{
    /// <summary>What is waited after the first, second, … failed try.</summary>
    private static readonly TimeSpan[] Patience =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24)];

    public static int MaxAttempts => Patience.Length + 1;

    public static Outcome Queue(OutgoingMailState s, QueueMail c, DateTimeOffset now)
    {
        if (s.State != MailState.None) return Outcome.NoChange(s);
        if (c.To is not { Length: >= 3 and <= 254 } || !c.To.Contains('@') || PlainText.Line(c.Subject, 200) is not { Length: > 0 } subject
            || c.Text is not { Length: > 0 and <= 20_000 } || !PlainText.IsWellFormed(c.Text) || !KeySegment.IsValid(c.Kind)
            || c.Html is not null && (c.Html.Length > 30_000 || !PlainText.IsWellFormed(c.Html)) || c.Unsubscribe is not null && !IsLink(c.Unsubscribe)) return MailErrors.Invalid;
        return Outcome.Of(
            s with { To = c.To, ToName = PlainText.Line(c.ToName, 100) ?? "", Subject = subject, Text = c.Text, Kind = c.Kind, Html = c.Html, Unsubscribe = c.Unsubscribe, State = MailState.Queued, QueuedAt = now, DueAt = now },
            new MailQueued(c.Kind));
    }

    /// <summary>It becomes a header: one line, of ASCII.</summary>
    private static bool IsLink(string text) => text.Length <= 1_000 && text.All(c => c is > ' ' and < '\x7f' and not ('<' or '>')) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <param name="hold">How long it is this worker's.</param>
    public static Outcome Begin(OutgoingMailState s, BeginMail c, DateTimeOffset now, TimeSpan hold)
    {
        if (s.State != MailState.Queued || s.DueAt > now && s.Worker != c.Worker) return MailErrors.NotDue;
        // A worker that died at its last try, or a server that kills workers: the tries are counted here, so this ends.
        if (s.Attempts >= MaxAttempts) return Outcome.Of(s with { State = MailState.Failed, Worker = null }, new MailGaveUp(s.Attempts));
        return Outcome.Of(s with { Attempts = s.Attempts + 1, Worker = c.Worker, DueAt = now + hold }, new MailSending(s.Attempts + 1));
    }

    public static Outcome MarkSent(OutgoingMailState s, DateTimeOffset now) => s.State switch
    {
        MailState.None => MailErrors.NotFound,
        MailState.Sent => Outcome.NoChange(s),
        // Also one that was withdrawn when its worker was thought dead: it is out.
        _ => Outcome.Of(s with { State = MailState.Sent, SentAt = now, Worker = null, LastError = null }, new MailSent(s.Attempts)),
    };

    public static Outcome Withdraw(OutgoingMailState s, DateTimeOffset now) => s.State switch
    {
        MailState.None => MailErrors.NotFound,
        // In a worker's hands it may be on its way already.
        MailState.Queued when s.Worker is null || s.DueAt <= now => Outcome.Of(s with { State = MailState.Withdrawn, Worker = null }, new MailWithdrawn()),
        _ => Outcome.NoChange(s),
    };

    public static Outcome MarkFailed(OutgoingMailState s, MarkMailFailed c, DateTimeOffset now)
    {
        if (s.State == MailState.None) return MailErrors.NotFound;
        if (s.State != MailState.Queued) return Outcome.NoChange(s);
        var reason = c.Reason is { Length: > 500 } ? c.Reason[..500] : c.Reason ?? "";
        var failed = s with { LastError = PlainText.IsWellFormed(reason) ? reason : "", Worker = null };
        if (c.Permanent || s.Attempts >= MaxAttempts) return Outcome.Of(failed with { State = MailState.Failed }, new MailGaveUp(s.Attempts));
        var due = now + Patience[Math.Max(s.Attempts - 1, 0)];
        return Outcome.Of(failed with { DueAt = due }, new MailDelayed(s.Attempts, due));
    }
}
