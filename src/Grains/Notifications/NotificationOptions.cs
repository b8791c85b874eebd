namespace LearningHub.Grains.Notifications;

/// <summary>Section <c>Hub:Notifications</c>.</summary>
internal sealed class NotificationOptions
{
    /// <summary>How many seconds a mail that is not urgent waits: who reads it on the site meanwhile gets none.</summary>
    public int MailGraceSeconds { get; set; } = 60;

    /// <summary>How many seconds a mail or push that a worker took waits for another one when that worker has died. Longer than a try lasts.</summary>
    public int HoldSeconds { get; set; } = 60;

    /// <summary>Push services on this machine's own addresses, without https: for development and tests.</summary>
    public bool AllowLocalPush { get; set; }

    /// <summary>What push services are told to write to when something is wrong (RFC 8292, section 2.1): a mail address; empty: the address of this site.</summary>
    public string Contact { get; set; } = "";
}
