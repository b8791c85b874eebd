using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.InstructorDesk;

/// <summary>What the staff of a course tell everybody in it. Key <see cref="CourseKey"/>. At once or at a moment; each is posted once, whatever dies between. Bound: 20 that wait for
/// their moment.</summary>
public interface IAnnouncementsGrain : IGrainWithStringKey
{
    /// <summary>Posts, or plans. Again with the same id: the first answer. Errors: <c>courses.not_found</c>, <c>courses.not_yours</c>, <c>announcements.title_invalid</c> (1 to 120
    /// characters), <c>announcements.text_invalid</c> (1 to 5,000), <c>announcements.moment_invalid</c> (within a year), <c>announcements.too_many</c>,
    /// <c>announcements.id_taken</c>.</summary>
    [Requires(Permission.Teach), Alias("Post")] Task<Result<AnnouncementView>> Post(PostAnnouncement command);

    /// <summary>Takes one back: planned, it is never posted; posted, nobody finds it any more, and its text is erased. Again: the same. Errors: <c>announcements.not_found</c>,
    /// <c>courses.not_yours</c>.</summary>
    [Requires(Permission.Teach), Alias("Withdraw")] Task<Result<Receipt>> Withdraw(WithdrawAnnouncement command);

    /// <summary>The moment of a planned one has come. Safe to repeat; of one that was withdrawn: nothing. Errors: <c>announcements.held</c> (its author was suspended, or does not teach the course any
    /// more: it stays planned, and is asked about again), <c>announcements.too_early</c>.</summary>
    [Requires(Permission.System), Alias("Release")] Task<Result<Receipt>> Release(string announcementId);

    /// <summary>Makes one that is held the caller's own: it goes out in their name, at its moment, or at once where that is gone. Again: the same. Errors: <c>announcements.not_found</c>,
    /// <c>announcements.not_held</c>, <c>courses.not_yours</c>.</summary>
    [Requires(Permission.Teach), Alias("Adopt")] Task<Result<Receipt>> Adopt(AdoptAnnouncement command);

    /// <summary>In the order of their moments, the last first, for everybody in the course; its staff see planned ones too, where they are going to be. Errors: <c>announcements.not_member</c>, <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("List")] Task<Result<Page<AnnouncementView>>> List(string? cursor, int limit);
}

/// <summary>Waits for the moment of a planned announcement, then posts it. Key <see cref="WorkflowKey"/>: the course, and the announcement.</summary>
public interface IAnnouncingWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), AlwaysInterleave, Alias("Start")] Task Start(StartAnnouncing command);
}

[GenerateSerializer, Immutable, Alias("hub.announcements.Start")]
public sealed record StartAnnouncing(string CourseId, string AnnouncementId, DateTimeOffset At);

/// <param name="AnnouncementId">Made by the client, a key segment.</param>
/// <param name="Text">Markdown.</param>
/// <param name="At">Null, or a moment that is gone: at once.</param>
[GenerateSerializer, Immutable, Alias("hub.announcements.Post")]
public sealed record PostAnnouncement(string AnnouncementId, string Title, string Text, DateTimeOffset? At) : Command;

[GenerateSerializer, Immutable, Alias("hub.announcements.Withdraw")]
public sealed record WithdrawAnnouncement(string AnnouncementId) : Command;

[GenerateSerializer, Immutable, Alias("hub.announcements.Adopt")]
public sealed record AdoptAnnouncement(string AnnouncementId) : Command;

/// <param name="At">When it was posted, or is to be: what lists are ordered by.</param>
/// <param name="Posted">False: planned.</param>
/// <param name="Held">Planned, and not to go out as long as its author may not post in this course.</param>
[GenerateSerializer, Immutable, Alias("hub.announcements.View")]
public sealed record AnnouncementView(string AnnouncementId, string Title, string Text, string AuthorId, string AuthorName, DateTimeOffset At, bool Posted, bool Held = false);
