using System.Net;
using System.Net.Mail;
using System.Text;
using LearningHub.Grains.Interfaces.Email;

namespace LearningHub.Grains.Email;

/// <summary>One mail over SMTP. A connection a mail: a few hundred a minute, which is what account mails need.</summary>
internal sealed class SmtpSender(SmtpOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns null when the server took the mail, else why not.</summary>
    public async Task<SendFailure?> Send(MailView mail, MailRef id, CancellationToken cancellation)
    {
        try
        {
            using var message = Message(mail, id);
            using var client = new SmtpClient(options.Host, options.Port)
            {
                EnableSsl = options.Tls,
                DeliveryFormat = mail.To.All(char.IsAscii) ? SmtpDeliveryFormat.SevenBit : SmtpDeliveryFormat.International,
                Credentials = options.User.Length > 0 ? new NetworkCredential(options.User, options.Password) : null,
            };
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            await client.SendMailAsync(message, patience.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new("The mail server did not answer in time.", false);
        }
        catch (SmtpException e)
        {
            return new($"{e.StatusCode}: {e.Message}", IsPermanent(e));
        }
        catch (FormatException e)
        {
            return new(e.Message, true);
        }
    }

    private MailMessage Message(MailView mail, MailRef id)
    {
        var from = new MailAddress(options.From);
        var message = new MailMessage(from, new MailAddress(mail.To, mail.ToName))
        {
            Subject = mail.Subject,
            Body = mail.Text,
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
        };
        // The same id at every try, so that a mail that is sent again after a lost answer can be told by those who look.
        message.Headers.Add("Message-ID", $"<{id.MailId}.{id.Tenant}@{from.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        // multipart/alternative: the last part is the one that is preferred (RFC 2046, section 5.1.4).
        if (mail.Html is { } html) message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, "text/html"));
        if (mail.Unsubscribe is { } unsubscribe)
        {
            // RFC 8058, section 2: mail programs post to it when the reader says so.
            message.Headers.Add("List-Unsubscribe", $"<{unsubscribe}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return message;
    }

    /// <summary>A 5xx reply about this mail. Refused credentials or a server that is not well are not the mail's fault.</summary>
    private static bool IsPermanent(SmtpException e) => e is SmtpFailedRecipientException && (int)e.StatusCode is >= 550 and <= 559;
}

internal sealed record SendFailure(string Reason, bool IsPermanent);
