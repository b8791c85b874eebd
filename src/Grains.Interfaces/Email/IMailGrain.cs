using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Email;

/// <summary>A mail to one person. Key <c>tenant/mailId</c>; the id names its cause, so a repeated cause is the same mail. Body and address
/// live in the aggregate's document (erasable), never in events.</summary>
public interface IMailGrain : IGrainWithStringKey
{
    /// <summary>Puts the mail into the outbox. Safe to repeat: the first text stands. Errors: <c>email.invalid</c>.</summary>
    [Requires(Permission.System), Alias("Queue")] Task<Result<Receipt>> Queue(QueueMail command);

    /// <summary>A worker takes the mail for two minutes, and gets it whole. Errors: <c>email.not_due</c> (sent, given up, not yet, or in the hands of
    /// another worker). A worker that dies holds it up for these two minutes and then the mail is sent again: SMTP cannot say
    /// whether the first try arrived, so delivery is at least once exactly there, and at most once otherwise.</summary>
    [Requires(Permission.System), Alias("Begin")] Task<Result<MailView>> Begin(BeginMail command);

    /// <summary>Safe to repeat.</summary>
    [Requires(Permission.System), Alias("MarkSent")] Task<Result<Receipt>> MarkSent(MarkMailSent command);

    /// <summary>Tries again after 1, 5, 30 minutes, 2, 6, 12, 24 hours; gives up after that, or at once when the refusal is permanent.</summary>
    [Requires(Permission.System), Alias("MarkFailed")] Task<Result<Receipt>> MarkFailed(MarkMailFailed command);

    /// <summary>Takes it back, if no worker holds it and it is not sent: then nothing happens. Safe to repeat.</summary>
    [Requires(Permission.System), Alias("Withdraw")] Task<Result<Receipt>> Withdraw(WithdrawMail command);

    [Requires(Permission.System), ReadOnly, Alias("Get")] Task<Result<MailView>> Get();
}
