namespace LearningHub.Grains.Chat;

internal static class ChatErrors
{
    public static readonly Error NotMember = Error.Forbidden("chat.not_member", "This chat is for the people of the course.");
    public static readonly Error ClientIdRequired = Error.Invalid("chat.client_id_required", "A message needs an id made by its sender.", "clientId");
    public static readonly Error Empty = Error.Invalid("chat.empty", "Write something first.", "text");
    public static Error TooLong(int most) => Error.Invalid("chat.too_long", $"A message holds at most {most:N0} characters.", "text");
    public static Error Slow(int seconds) => new("chat.slow_mode", $"This chat is in slow mode: write again in {seconds} {(seconds == 1 ? "second" : "seconds")}.", ErrorKind.TooMany);
    public static readonly Error NotText = Error.Invalid("chat.not_text", "The message holds characters that are not text.", "text");
    public static readonly Error TooFast = new("chat.too_fast", "That is a lot of messages. Wait a few seconds.", ErrorKind.TooMany);
    public static readonly Error NotFound = Error.NotFound("chat.not_found", "There is no such message.");
    public static readonly Error NotYours = Error.Forbidden("chat.not_yours", "Only its author can change a message.");
    public static readonly Error Deleted = Error.Conflict("chat.deleted", "This message was deleted.");
    public static readonly Error Busy = new("chat.busy", "The room is busy. Try again.", ErrorKind.Unavailable);
}
