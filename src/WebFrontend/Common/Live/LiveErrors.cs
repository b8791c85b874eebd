namespace LearningHub.WebFrontend.Common.Live;

internal static class LiveErrors
{
    public static readonly Error NoTopic = Error.NotFound("live.no_topic", "There is no such topic.");
    public static readonly Error SignIn = new("live.sign_in", "Sign in first.", ErrorKind.SignIn);
    public static readonly Error NotAllowed = Error.Forbidden("live.not_allowed", "This is not open to you.");
    public static readonly Error TooMany = new("live.too_many_topics", $"At most {LiveConnection.MaxTopics} topics at a time.", ErrorKind.TooMany);
    public static readonly Error TooFast = new("live.too_fast", "Too many calls. Slow down.", ErrorKind.TooMany);
    public static readonly Error Unavailable = new("live.unavailable", "Not possible at present. Try again.", ErrorKind.Unavailable);
}
