using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.Grains.Notifications;

/// <summary>Something people are told about: one line of <see cref="NotificationCatalogue"/>.</summary>
/// <param name="Id">Stored, for ever.</param>
/// <param name="Mail">What it is for who has not chosen; the inbox is always at once.</param>
/// <param name="Text">With the placeholders of <see cref="NotificationText"/>.</param>
/// <param name="Sources">The events that it comes from.</param>
internal sealed record NotificationKind(
    string Id, string Name, string Group, string Icon, NotificationUrgency Urgency, NotificationFrequency Mail, NotificationFrequency Push, NotificationTemplate Text, params Source[] Sources)
{
    /// <summary>While one of this kind and course is unread, more of it are added to it: "Sam and 3 others".</summary>
    public bool Merges { get; init; }

    /// <summary>About the person themself: it comes from a muted course too.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>What is told once however many events say it; null: each event tells something of its own.</summary>
    public Func<Cause, string>? Once { get; init; }

    /// <summary>No event that comes when its cause is done says it again: an announcement is posted once, the moment of a reminder is gone.</summary>
    public bool IsSaidOnce { get; init; }

    /// <summary>Whether a cause that is done may be cleared away when it is old. Of what may be said again next year the row is what remembers that it was told.</summary>
    public bool IsForgettable => Once is null || IsSaidOnce;

    /// <summary>32 hex digits that follow from what is told: told again, it is the same.</summary>
    public string CauseId(Cause cause, Guid eventId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Id}/{Once?.Invoke(cause) ?? eventId.ToString("n")}")).AsSpan(0, 16));

    public KindChoice Default => new(Id, NotificationFrequency.AtOnce, Mail, Push);
}

internal sealed record NotificationTemplate(string Title, string Body, string Path, string Why);

/// <summary>An event, and what it tells: nothing where null.</summary>
internal sealed record Source(string EventName, Func<EventRow, Cause?> Of)
{
    public static Source On<T>(Func<EventRow, T, Cause?> of) where T : DomainEvent => new(EventNames.Of<T>(), e => of(e, e.Read<T>()));
}

/// <summary>Whom to tell. The fold resolves what the tables know at the moment of the event, the spread who is in a course at the moment of telling.</summary>
internal enum Audience
{
    /// <summary>One person, by id.</summary>
    Person,
    /// <summary>Who is enrolled in a course.</summary>
    Members,
    /// <summary>Who is enrolled in any course of the instructor of this one.</summary>
    Learners,
    /// <summary>A course's instructor.</summary>
    Instructor,
    /// <summary>The members of a live class's course, and its host.</summary>
    Class,
    /// <summary>The members of a live class's course, if it now begins at another time (the detail).</summary>
    MovedClass,
    /// <summary>The instructor of a quiz's course.</summary>
    Grader,
    /// <summary>Who placed an order.</summary>
    Buyer,
}

/// <summary>Something to be told. Ids and codes only.</summary>
internal sealed record Cause(Audience To, string ToId)
{
    public string? CourseId { get; init; }
    /// <summary>What it is about: a lesson, a class, an order, a certificate.</summary>
    public string? SubjectId { get; init; }
    /// <summary>Who did it; never told of it themself.</summary>
    public string? PersonId { get; init; }
    /// <summary>A number with its unit, for the text: <c>4900 EUR</c>, a moment. Never a mark.</summary>
    public string Detail { get; init; } = "";
    /// <summary>Null: when it happened.</summary>
    public DateTimeOffset? DueAt { get; init; }
    /// <summary>Not worth telling after this.</summary>
    public DateTimeOffset? VoidAt { get; init; }}
