using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Email;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Email;

/// <summary>One mail. Key <c>tenant/mailId</c>. Invariants: queued once, whatever repeats its cause; held by one worker at a time. State under 25 KB,
/// usually 1 KB. Calls: four or five in its life.</summary>
internal sealed class MailGrain(IAggregateStore store, IOptions<MailOptions> options, TimeProvider time) : AggregateGrain<OutgoingMailState>(store), IMailGrain
{
    private DateTimeOffset Now => time.GetUtcNow();

    public Task<Result<Receipt>> Queue(QueueMail command) => Execute(command, s => OutgoingMail.Queue(s, command, Now));

    public async Task<Result<MailView>> Begin(BeginMail command)
    {
        var begun = await Execute(command, s => OutgoingMail.Begin(s, command, Now, TimeSpan.FromSeconds(options.Value.Smtp.HoldSeconds)), (s, _) => ViewOf(s));
        return begun is { IsOk: true, Value.State: not MailState.Queued } ? MailErrors.NotDue : begun;
    }

    public Task<Result<Receipt>> MarkSent(MarkMailSent command) => Execute(command, s => OutgoingMail.MarkSent(s, Now));

    public Task<Result<Receipt>> MarkFailed(MarkMailFailed command) => Execute(command, s => OutgoingMail.MarkFailed(s, command, Now));

    public Task<Result<Receipt>> Withdraw(WithdrawMail command) => Execute(command, s => OutgoingMail.Withdraw(s, Now));

    public Task<Result<MailView>> Get() => Task.FromResult<Result<MailView>>(State.State == MailState.None ? MailErrors.NotFound : ViewOf(State));

    private MailView ViewOf(OutgoingMailState s) => new(Key[(Key.LastIndexOf('/') + 1)..], s.To, s.ToName, s.Subject, s.Text, s.Kind, s.State, s.Attempts, s.QueuedAt, s.SentAt, s.LastError, s.Html, s.Unsubscribe);
}
