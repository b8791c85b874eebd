namespace LearningHub.Grains.Interfaces.Common;

/// <summary>What kind of refusal an <see cref="Error"/> is. Mapped to an HTTP status once, at the edge.</summary>
public enum ErrorKind
{
    /// <summary>The input is wrong: 422.</summary>
    Invalid,
    /// <summary>There is no such thing, or the caller may not know of it: 404.</summary>
    NotFound,
    /// <summary>The caller may not do this: 403.</summary>
    Forbidden,
    /// <summary>The state of the thing does not allow it, or another was faster: 409.</summary>
    Conflict,
    /// <summary>Too many or too much: 429.</summary>
    TooMany,
    /// <summary>Cannot be done at present; a retry is safe: 503.</summary>
    Unavailable,
    /// <summary>The caller must sign in: 401.</summary>
    SignIn,
}

/// <summary>An expected refusal. <paramref name="Code"/> is stable (<c>courses.title_too_long</c>) and never reused;
/// <paramref name="Message"/> is a sentence for people; <paramref name="Field"/> names the input it is about, if one.</summary>
[GenerateSerializer, Immutable, Alias("hub.Error")]
public sealed record Error(string Code, string Message, ErrorKind Kind, string? Field = null)
{
    public static Error Invalid(string code, string message, string? field = null) => new(code, message, ErrorKind.Invalid, field);
    public static Error NotFound(string code, string message) => new(code, message, ErrorKind.NotFound);
    public static Error Forbidden(string code, string message) => new(code, message, ErrorKind.Forbidden);
    public static Error Conflict(string code, string message) => new(code, message, ErrorKind.Conflict);
}
