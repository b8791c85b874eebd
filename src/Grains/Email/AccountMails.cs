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

    public static QueueMail PasswordChanged(string academy, UserMailFacts person) => new(person.Email, person.Name, $"Your password for {academy} was changed",
        $"""
        Hello {person.Name},

        the password of your account at {academy} has just been changed, and your other sessions have ended.

        If it was you, all is well. If it was not, ask for a new password at once and tell the academy.

        {academy}
        """, "password_changed");

    public static QueueMail ConfirmNewAddress(string academy, UserMailFacts person, string link) => new(person.Email, person.Name, $"Confirm your new e-mail address for {academy}",
        $"""
        Hello {person.Name},

        this is to be the e-mail address of your account at {academy} from now on. Please confirm it:

        {link}

        The link is good for one day. If you did not ask for this, ignore this mail: nothing changes.

        {academy}
        """, "email_change");

    public static QueueMail AddressChangeRequested(string academy, UserMailFacts person) => new(person.Email, person.Name, $"A new e-mail address for your account at {academy}",
        $"""
        Hello {person.Name},

        somebody who knows your password, probably you, asked for another e-mail address for your account at {academy}. It is changed
        when the link in a mail to the new address is pressed.

        If it was not you, change your password now: that cancels the request.

        {academy}
        """, "email_change_notice");

    public static QueueMail AddressChanged(string academy, UserMailFacts person) => new(person.Email, person.Name, $"Your e-mail address for {academy} was changed",
        $"""
        Hello {person.Name},

        your account at {academy} has a new e-mail address now. This is the last mail to the old one.

        If it was not you, tell the academy at once.

        {academy}
        """, "email_changed");
}
