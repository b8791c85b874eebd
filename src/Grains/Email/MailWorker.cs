using LearningHub.Grains.Interfaces.Email;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Email;

/// <summary>Sends what is due, in processes with the worker role. Any number of workers may run: a mail is sent by the one that its grain gives
/// it to. Without a mail server it ends at once, and mails wait in the outbox.</summary>
internal sealed partial class MailWorker(IGrainFactory grains, IOptions<MailOptions> options, TimeProvider time, ILogger<MailWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly string _name = Guid.NewGuid().ToString("n");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Smtp.IsConfigured) return;
        var sender = new SmtpSender(options.Value.Smtp);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await SendDue(sender, stoppingToken) > 0 && !stoppingToken.IsCancellationRequested) { }
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                RoundFailed(log, e);
            }
        }
    }

    /// <summary>One round. Returns how many mails were taken in hand.</summary>
    internal async Task<int> SendDue(SmtpSender sender, CancellationToken cancellation)
    {
        using var actor = ActorContext.As(Actor.System("system"));
        var taken = 0;
        foreach (var due in await grains.GetGrain<IMailQueriesGrain>("system/queries").Due(50))
        {
            cancellation.ThrowIfCancellationRequested();
            var grain = grains.GetGrain<IMailGrain>($"{due.Tenant}/{due.MailId}");
            var mail = await grain.Begin(new BeginMail(_name));
            // The view lags behind: taken by another worker, or sent a moment ago.
            if (!mail.IsOk) continue;
            taken++;
            var failure = await sender.Send(mail.Value, due, cancellation);
            // A crash between the server's yes and this line is the one place where a mail is sent twice.
            var noted = failure is null ? await grain.MarkSent(new MarkMailSent()) : await grain.MarkFailed(new MarkMailFailed(failure.Reason, failure.IsPermanent));
            if (failure is not null) SendFailed(log, due.MailId, failure.IsPermanent);
            if (!noted.IsOk) NotNoted(log, due.MailId, noted.Error.Code);
        }
        return taken;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of sending mails failed; the next one tries again")]
    private static partial void RoundFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {MailId} was not sent (permanent: {Permanent}); the outbox says why")]
    private static partial void SendFailed(ILogger logger, string mailId, bool permanent);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of mail {MailId} could not be noted: {Code}")]
    private static partial void NotNoted(ILogger logger, string mailId, string code);
}
