namespace LearningHub.Grains.Email;

internal static class MailErrors
{
    public static readonly Error NotFound = Error.NotFound("email.not_found", "There is no such mail.");
    public static readonly Error Invalid = Error.Invalid("email.invalid", "A mail needs an address, a subject and a text of at most 20,000 characters.");
    public static readonly Error NotDue = Error.Conflict("email.not_due", "This mail is not to be sent now.");
}
