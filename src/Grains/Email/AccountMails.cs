using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Email;

/// <summary>The texts of mails about accounts. Plain text: every client shows it, no filter suspects it.</summary>
internal static class AccountMails
{
    public static QueueMail Confirm(string academy, UserMailFacts person, string link) => new(person.Email, person.Name, $"Confirm your e-mail address for {academy}",
        $"""
        Hello {person.Name},

        welcome to {academy}. Please confirm that this is your e-mail address:

        {link}

        The link is good for seven days. If you did not register, ignore this mail.

        {academy}
        """, "confirm");

    public static QueueMail Reset(string academy, UserMailFacts person, string link) => new(person.Email, person.Name, $"Set a new password for {academy}",
        $"""
        Hello {person.Name},

        somebody, probably you, asked for a new password for your account at {academy}. Choose it here:

        {link}

        The link is good for one hour and for one use. If it was not you, ignore this mail: your password stays as it is.

        {academy}
        """, "reset");
}
