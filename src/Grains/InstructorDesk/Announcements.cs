using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.InstructorDesk;

namespace LearningHub.Grains.InstructorDesk;

using Outcome = Decision<AnnouncementsState>;

/// <summary>The rules. The announcement that a command names is given with it: the grain reads it in the same turn.</summary>
internal static class Announcements
{
    public const int MaxTitle = 120, MaxText = 5_000, MaxPlanned = 20;
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    public static Outcome Post(AnnouncementsState s, PostAnnouncement c, Announcement? existing, string authorId, DateTimeOffset now)
    {
        if (!KeySegment.IsValid(c.AnnouncementId)) return DeskErrors.AnnouncementNotFound;
        if (PlainText.Line(c.Title, MaxTitle) is not { Length: > 0 } title) return DeskErrors.TitleInvalid;
        if (Text(c.Text) is not { Length: > 0 } text) return DeskErrors.TextInvalid;
        if (c.At > now + Furthest) return DeskErrors.MomentInvalid;
        if (existing is not null) return existing.AuthorId == authorId && (existing.Title, existing.Text) == (title, text) ? Outcome.NoChange(s) : DeskErrors.IdTaken;
        if (c.At is not { } at || at <= now)
            return Outcome.Of(s with { Last = s.Last + 1 }, new AnnouncementPosted(c.AnnouncementId, authorId)) with { Records = [Put(new(c.AnnouncementId, s.Last + 1, title, text, authorId, now, true))] };
        if (s.Planned.Length >= MaxPlanned) return DeskErrors.TooManyPlanned;
        return Outcome.Of(s with { Last = s.Last + 1, Planned = s.Planned.Add(c.AnnouncementId) }, new AnnouncementPlanned(c.AnnouncementId, at)) with
        {
            Records = [Put(new(c.AnnouncementId, s.Last + 1, title, text, authorId, at, false))],
        };
    }

    /// <param name="mayPost">Whether its author may post in the course, now that its moment has come.</param>
    public static Outcome Release(AnnouncementsState s, Announcement? planned, bool mayPost, DateTimeOffset now)
    {
        if (planned is null or { Posted: true } or { Withdrawn: true }) return Outcome.NoChange(s);
        if (now < planned.At) return DeskErrors.TooEarly;
        if (!mayPost) return DeskErrors.Held;
        return Outcome.Of(s with { Planned = s.Planned.Remove(planned.AnnouncementId) }, new AnnouncementPosted(planned.AnnouncementId, planned.AuthorId)) with { Records = [Put(planned with { Posted = true, At = now })] };
    }

    /// <param name="mayPost">Whether its author may: then it is theirs.</param>
    public static Outcome Adopt(AnnouncementsState s, Announcement? held, bool mayPost, string userId, DateTimeOffset now)
    {
        if (held is null or { Withdrawn: true }) return DeskErrors.AnnouncementNotFound;
        if (held.AuthorId == userId) return Outcome.NoChange(s);
        if (held.Posted || mayPost) return DeskErrors.NotHeld;
        var adopted = new AnnouncementAdopted(held.AnnouncementId, userId);
        if (now < held.At) return Outcome.Of(s, adopted) with { Records = [Put(held with { AuthorId = userId })] };
        return Outcome.Of(s with { Planned = s.Planned.Remove(held.AnnouncementId) }, adopted, new AnnouncementPosted(held.AnnouncementId, userId)) with
        {
            Records = [Put(held with { AuthorId = userId, Posted = true, At = now })],
        };
    }

    public static Outcome Withdraw(AnnouncementsState s, Announcement? announcement)
    {
        if (announcement is null) return DeskErrors.AnnouncementNotFound;
        if (announcement.Withdrawn) return Outcome.NoChange(s);
        return Outcome.Of(s with { Planned = s.Planned.Remove(announcement.AnnouncementId) }, new AnnouncementWithdrawn(announcement.AnnouncementId)) with
        {
            Records = [Put(announcement with { Title = "", Text = "", Withdrawn = true })],
        };
    }

    private static string? Text(string? text) =>
        text is null || text.Length > 3 * MaxText || !PlainText.IsWellFormed(text) ? null : text.ReplaceLineEndings("\n").Trim() is { Length: <= MaxText } trimmed && !trimmed.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) ? trimmed : null;

    /// <summary>Lists are in the order of <see cref="Announcement.At"/>: one that was planned long before stands where it was posted.</summary>
    private static RecordChange Put(Announcement a) => RecordChange.Put(AnnouncementsState.Record, a.AnnouncementId, a.At.ToUnixTimeMilliseconds(), a);
}

/// <summary>How many there were, and which wait; the announcements are records.</summary>
internal sealed record AnnouncementsState : IAggregateState<AnnouncementsState>
{
    public const string Record = "announcement";

    public static string AggregateType => "announcements";
    public static AnnouncementsState Empty { get; } = new();

    public long Last { get; init; }
    public ImmutableArray<string> Planned { get; init; } = [];
}

/// <param name="At">When it was posted, or is to be.</param>
internal sealed record Announcement(string AnnouncementId, long Number, string Title, string Text, string AuthorId, DateTimeOffset At, bool Posted, bool Withdrawn = false);
