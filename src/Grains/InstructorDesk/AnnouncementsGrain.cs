using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.InstructorDesk;

/// <summary>Key <see cref="CourseKey"/>. Invariants: <see cref="Announcements"/>. State: a counter and at most 20 ids. A few commands a week; a page of records a read.</summary>
[GrainType("announcements")]
internal sealed class AnnouncementsGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<AnnouncementsState>(store), IAnnouncementsGrain
{
    private const string ListName = "announcements.list";
    private const int MaxLimit = 50;
    private PeopleNames _names = null!;

    private CourseKey Id => CourseKey.Parse(Key);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _names = new(GrainFactory, Id.Tenant, time);
        await base.OnActivateAsync(cancellationToken);
    }

    public async Task<Result<AnnouncementView>> Post(PostAnnouncement command)
    {
        if (await NotForStaff() is { } refused) return refused;
        var (author, now) = (Actor.UserId, time.GetUtcNow());
        var posted = await Execute(command, async s => Announcements.Post(s, command, await Find(command.AnnouncementId), author, now), (_, version) => new Receipt(AnnouncementsState.AggregateType, Key, version));
        if (!posted.IsOk) return posted.Error;
        return await Find(command.AnnouncementId) is { Withdrawn: false } found ? (await Show([found], staff: false))[0] : DeskErrors.AnnouncementNotFound;
    }

    public async Task<Result<Receipt>> Withdraw(WithdrawAnnouncement command)
    {
        if (await NotForStaff() is { } refused) return refused;
        return await Execute(command, async s => Announcements.Withdraw(s, await Find(command.AnnouncementId)), (_, version) => new Receipt(AnnouncementsState.AggregateType, Key, version));
    }

    public async Task<Result<Receipt>> Release(string announcementId)
    {
        var now = time.GetUtcNow();
        var planned = await Find(announcementId);
        var mayPost = IsWaiting(planned) && now >= planned.At && await MayPost(planned.AuthorId);
        // Should another activation have withdrawn it since, the workflow asks again.
        return await Execute(AtThisVersion(s => Announcements.Release(s, planned, mayPost, now)));
    }

    public async Task<Result<Receipt>> Adopt(AdoptAnnouncement command)
    {
        if (await NotForStaff() is { } refused) return refused;
        var (me, now) = (Actor.UserId, time.GetUtcNow());
        return await Execute(command, async s =>
        {
            var held = await Find(command.AnnouncementId);
            return Announcements.Adopt(s, held, IsWaiting(held) && await MayPost(held.AuthorId), me, now);
        }, (_, version) => new Receipt(AnnouncementsState.AggregateType, Key, version));
    }

    public async Task<Result<Page<AnnouncementView>>> List(string? cursor, int limit)
    {
        var staff = await GrainFactory.Course(Id).IsStaff();
        if (!staff && !await GrainFactory.Enrolment(new(Id.Tenant, Id.CourseId, Actor.UserId)).IsActive()) return DeskErrors.NotMember;
        (long Seq, string Id)? below = null;
        if (cursor is not null)
        {
            if (Cursor.Decode(cursor, ListName, 2) is not [var at, var last] || !Cursor.IsMoment(at, out var seq) || !KeySegment.IsValid(last)) return Cursor.Bad;
            below = (seq, last);
        }
        limit = Math.Clamp(limit, 1, MaxLimit);
        var found = new List<(Announcement Announcement, long Seq)>();
        while (found.Count <= limit)
        {
            var page = (await Store.LoadRecordsBelow(AnnouncementsState.Record, Key, below, limit + 1)).Reverse().ToArray();
            found.AddRange(page.Select(r => (r.Read<Announcement>(), r.Seq)).Where(a => !a.Item1.Withdrawn && (staff || a.Item1.Posted)));
            if (page.Length <= limit) break;
            below = (page[^1].Seq, page[^1].Id);
        }
        var next = found.Count > limit ? Cursor.Encode(ListName, found[limit - 1].Seq.ToString(CultureInfo.InvariantCulture), found[limit - 1].Announcement.AnnouncementId) : null;
        return new Page<AnnouncementView>([.. await Show([.. found.Take(limit).Select(f => f.Announcement)], staff)], next);
    }

    private async Task<Error?> NotForStaff()
    {
        var course = GrainFactory.Course(Id);
        if (await course.IsStaff()) return null;
        return (await course.Get()).IsOk ? DeskErrors.NotStaff : DeskErrors.CourseNotFound;
    }

    private async Task<Announcement?> Find(string id) =>
        KeySegment.IsValid(id) && await Store.LoadRecord(AnnouncementsState.Record, Key, id) is { } stored ? stored.Read<Announcement>() : null;

    private static bool IsWaiting([NotNullWhen(true)] Announcement? a) => a is { Posted: false, Withdrawn: false };

    /// <summary>What is asked when somebody posts, asked of who planned it: they may have been suspended since, or teach here no more.</summary>
    private async Task<bool> MayPost(string authorId)
    {
        Result<UserView> author;
        using (ActorContext.As(Interfaces.Common.Actor.System(Id.Tenant))) author = await GrainFactory.User(new(Id.Tenant, authorId)).Get();
        if (!author.IsOk || author.Value.Suspended) return false;
        var them = new Actor(Id.Tenant, authorId, author.Value.Roles, null);
        if (!them.May(Permission.Teach)) return false;
        using (ActorContext.As(them)) return await GrainFactory.Course(Id).IsStaff();
    }

    private async Task<ImmutableArray<AnnouncementView>> Show(Announcement[] announcements, bool staff)
    {
        var names = await _names.Of(announcements.Select(a => a.AuthorId));
        var held = new HashSet<string>();
        // Only of those that wait, of which there are few.
        foreach (var author in staff ? announcements.Where(a => IsWaiting(a)).Select(a => a.AuthorId).Distinct() : [])
            if (!await MayPost(author)) held.Add(author);
        return [.. announcements.Select(a => new AnnouncementView(a.AnnouncementId, a.Title, a.Text, a.AuthorId, names[a.AuthorId], a.At, a.Posted, IsWaiting(a) && held.Contains(a.AuthorId)))];
    }
}
