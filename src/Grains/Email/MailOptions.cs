namespace LearningHub.Grains.Email;

/// <summary>Section <c>Hub</c>: what mails need to know.</summary>
internal sealed class MailOptions
{
    /// <summary>Without a host mails stay in the outbox.</summary>
    public SmtpOptions Smtp { get; set; } = new();
}

internal sealed class SmtpOptions
{
    public string Host { get; set; } = "";
    public int Port { get; set; } = 587;
    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public string From { get; set; } = "";
    /// <summary>STARTTLS. Off only for a server on the same machine.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>How many seconds a mail that a worker took waits for another one when that worker has died. Longer than a try lasts.</summary>
    public int HoldSeconds { get; set; } = 120;

    public bool IsConfigured => Host.Length > 0;
}
