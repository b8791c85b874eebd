using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.InstructorDesk;

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
        return await Find(command.AnnouncementId) is { Withdrawn: false } found ? (await Show([found]))[0] : DeskErrors.AnnouncementNotFound;
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
        // Should another activation have withdrawn it since, the workflow asks again.
        return await Execute(AtThisVersion(s => Announcements.Release(s, planned, now)));
    }

    public async Task<Result<Page<AnnouncementView>>> List(string? cursor, int limit)
    {
        var staff = await GrainFactory.Course(Id).IsStaff();
        if (!staff && !await GrainFactory.Enrolment(new(Id.Tenant, Id.CourseId, Actor.UserId)).IsActive()) return DeskErrors.NotMember;
        string? before = null;
        if (cursor is not null && (Cursor.Decode(cursor, ListName, 1) is not [var last] || !KeySegment.IsValid(before = last))) return Cursor.Bad;
        limit = Math.Clamp(limit, 1, MaxLimit);
        var found = new List<Announcement>();
        while (found.Count <= limit)
        {
            var page = (await Store.LoadRecordsBefore(AnnouncementsState.Record, Key, before, limit + 1)).Select(r => r.Read<Announcement>()).Reverse().ToArray();
            found.AddRange(page.Where(a => !a.Withdrawn && (staff || a.Posted)));
            if (page.Length <= limit) break;
            before = page[^1].AnnouncementId;
        }
        return new Page<AnnouncementView>([.. await Show([.. found.Take(limit)])], found.Count > limit ? Cursor.Encode(ListName, found[limit - 1].AnnouncementId) : null);
    }

    private async Task<Error?> NotForStaff()
    {
        var course = GrainFactory.Course(Id);
        if (await course.IsStaff()) return null;
        return (await course.Get()).IsOk ? DeskErrors.NotStaff : DeskErrors.CourseNotFound;
    }

    private async Task<Announcement?> Find(string id) =>
        KeySegment.IsValid(id) && await Store.LoadRecord(AnnouncementsState.Record, Key, id) is { } stored ? stored.Read<Announcement>() : null;

    private async Task<ImmutableArray<AnnouncementView>> Show(Announcement[] announcements)
    {
        var names = await _names.Of(announcements.Select(a => a.AuthorId));
        return [.. announcements.Select(a => new AnnouncementView(a.AnnouncementId, a.Title, a.Text, a.AuthorId, names[a.AuthorId], a.At, a.Posted))];
    }
}
