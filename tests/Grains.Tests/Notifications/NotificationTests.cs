using System.Text.Json;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Users;

namespace LearningHub.Grains.Tests.Notifications;

/// <summary>From what people do to what stands in inboxes.</summary>
[Collection("hub")]
public sealed class NotificationTests(HubFixture hub)
{
    private readonly NoticeSchool _school = new(hub);
    private School School => _school.School;

    private ILiveClassGrain Class(string id) => hub.Grains.LiveClass(new(_school.Tenant, id));

    private async Task Schedule(string id, string course, DateTimeOffset at)
    {
        using (School.Teacher()) await Class(id).Schedule(new ScheduleLiveClass(course, "Question hour", at, 60, null)).Done();
    }

    [Fact]
    public async Task New_students_are_one_notification_that_counts_and_whoever_comes_back_is_not_new()
    {
        await _school.Register("ines", "ann", "bob", "cy");
        var course = await School.Published("Film photography");
        foreach (var student in (string[])["ann", "bob", "cy"]) await School.Enrol(course, student);
        using (School.Student("bob")) await School.Enrolment(course, "bob").Leave(new()).Done();
        await School.Enrol(course, "bob");
        var inbox = await _school.Until("ines", i => i.Page.Items is [{ Count: 3 }]);
        var item = inbox.Page.Items[0];
        item.ShouldSatisfyAllConditions(
            i => i.Kind.ShouldBe("student_enrolled"), i => i.Title.ShouldEndWith(" and 2 others enrolled"), i => i.Body.ShouldContain("Film photography"), i => i.Path.ShouldBe($"/teach/courses/{course}/students"),
            i => i.Why.ShouldBe("You teach Film photography."), i => i.CourseId.ShouldBe(course), i => i.Read.ShouldBeFalse());
        inbox.Unread.Unread.ShouldBe(1);
        inbox.Kinds.ShouldHaveSingleItem().Kind.ShouldBe("student_enrolled");
        // What is read is not added to: the next one is news.
        using (School.Student("ines")) await _school.Inbox("ines").MarkRead(new(item.NotificationId)).Done();
        await _school.Register("dee");
        await School.Enrol(course, "dee");
        (await _school.Until("ines", i => i.Page.Items.Length == 2)).Page.Items[0].Title.ShouldBe("Dee enrolled");
    }

    [Fact]
    public async Task Read_unread_deleted_and_back_again_are_told_to_the_persons_other_pages_and_repeating_changes_nothing()
    {
        await _school.Register("ann");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        await Schedule("k1", course, TimeProvider.System.GetUtcNow().AddHours(1));
        await Schedule("k2", course, TimeProvider.System.GetUtcNow().AddHours(2));
        var items = (await _school.Until("ann", i => i.Page.Items.Length == 2)).Page.Items;
        await using var heard = await PushProbe.On(hub, _school.Tenant, LiveTopics.User("ann"));
        using var _ = School.Student("ann");
        var inbox = _school.Inbox("ann");

        List<UnreadView> answered = [await inbox.MarkRead(new(items[0].NotificationId)).Done()];
        answered.Add(await inbox.MarkRead(new(items[0].NotificationId)).Done());
        answered.Add(await inbox.MarkRead(new(items[0].NotificationId, Read: false)).Done());
        answered.Add(await inbox.Delete(new(items[1].NotificationId)).Done());
        (await _school.List("ann")).Page.Items.ShouldHaveSingleItem();
        answered.Add(await inbox.Delete(new(items[1].NotificationId, Deleted: false)).Done());
        answered.Add(await inbox.MarkAllRead(new(items[1].At)).Done());
        answered.Add(await inbox.MarkAllRead(new()).Done());
        answered.Select(c => c.Unread).ShouldBe([1, 1, 2, 1, 2, 1, 0]);
        (await _school.List("ann", unread: true)).Page.Items.ShouldBeEmpty();
        (await inbox.MarkRead(new("0123")).Refused()).ShouldBe("notifications.not_found");
        (await inbox.MarkRead(new("../x")).Refused()).ShouldBe("notifications.not_found");

        // Told with the number of each answer; what came before may be told late, between them.
        var counts = new List<UnreadView>();
        while (counts.Count < answered.Count)
            if (await heard.Next() is { Kind: "inbox" } push && JsonSerializer.Deserialize<UnreadView>(push.Json, JsonSerializerOptions.Web) is { } told && answered.Any(c => c.Number == told.Number)) counts.Add(told);
        counts.ShouldBe(answered);
        counts.Select(c => c.Number).ShouldBeInOrder(SortDirection.Ascending);
        counts.Select(c => c.Number).ShouldBeUnique();
    }

    [Fact]
    public async Task An_inbox_is_its_persons_alone()
    {
        await _school.Register("ann", "eve");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        await Schedule("k1", course, TimeProvider.System.GetUtcNow().AddHours(1));
        var item = (await _school.Until("ann", i => i.Page.Items.Length == 1)).Page.Items[0];
        using (School.Student("eve"))
        {
            (await _school.Inbox("ann").MarkRead(new(item.NotificationId)).Refused()).ShouldBe("notifications.not_yours");
            (await _school.Inbox("ann").MarkAllRead(new()).Refused()).ShouldBe("notifications.not_yours");
            (await _school.Inbox("eve").MarkRead(new(item.NotificationId)).Refused()).ShouldBe("notifications.not_found");
            (await _school.Queries.Get(item.NotificationId).Refused()).ShouldBe("notifications.not_found");
            (await _school.Settings("ann").Get().Refused()).ShouldBe("notifications.not_yours");
            (await _school.Settings("ann").MuteCourse(new(course, true)).Refused()).ShouldBe("notifications.not_yours");
            (await _school.Settings("ann").MuteKind(new("class_soon", true)).Refused()).ShouldBe("notifications.not_yours");
            (await _school.Settings("ann").RemoveDevice(new("d")).Refused()).ShouldBe("notifications.not_yours");
            await Should.ThrowAsync<ActorDeniedException>(() => _school.Settings("ann").Unsubscribe(new(null)));
            await Should.ThrowAsync<ActorDeniedException>(() => _school.Settings("ann").GetDevices());
        }
        (await _school.Unread("ann")).Unread.ShouldBe(1);
        (await _school.List("ann")).Unread.Unread.ShouldBe(1);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended_and_bad_ones_are_refused()
    {
        await _school.Register("ann");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        for (var i = 0; i < 5; i++) await Schedule($"k{i}", course, TimeProvider.System.GetUtcNow().AddHours(i + 1));
        var all = (await _school.Until("ann", i => i.Page.Items.Length == 5)).Page.Items.Select(i => i.NotificationId).ToList();
        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = (await _school.List("ann", cursor: cursor, limit: 2)).Page;
            seen.AddRange(page.Items.Select(i => i.NotificationId));
            if ((cursor = page.Next) is null) break;
        }
        seen.ShouldBe(all);
        (await _school.List("ann", kind: "class_moved")).Page.Items.ShouldBeEmpty();
        using var _ = School.Student("ann");
        (await _school.Queries.List(new(false, null, "broken", 5)).Refused()).ShouldBe("common.bad_cursor");
        (await _school.Queries.List(new(false, "nothing", null, 5)).Refused()).ShouldBe("notifications.no_kind");
    }

    [Fact]
    public async Task A_class_is_reminded_of_a_day_and_ten_minutes_before_and_anew_when_it_is_moved_and_never_when_it_is_cancelled()
    {
        await _school.Register("ines", "ann");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        var first = TimeProvider.System.GetUtcNow().AddDays(3);
        await Schedule("k1", course, first);
        await _school.Until("ann", i => i.Page.Items is [{ Kind: "class_scheduled" }]);
        const string Waiting = "notification_cause where tenant = @tenant and not done";
        (await _school.Count(Waiting)).ShouldBe(2);

        var second = first.AddDays(1);
        using (School.Teacher()) await Class("k1").Change(new ChangeLiveClass("Question hour", second, 60, null)).Done();
        await _school.Until("ann", i => i.Page.Items is [{ Kind: "class_moved" }, _]);
        (await _school.Count(Waiting)).ShouldBe(2);
        // A day before the first date: silence. A day before the second: each once, also when looked for again and again.
        _school.Clock.By = TimeSpan.FromDays(2) + TimeSpan.FromMinutes(5);
        (await _school.SpreadAll()).ShouldNotContain(_school.Tenant);
        _school.Clock.By = TimeSpan.FromDays(3) + TimeSpan.FromMinutes(5);
        await _school.SpreadAll();
        (await _school.List("ann")).Page.Items[0].ShouldSatisfyAllConditions(i => i.Kind.ShouldBe("class_tomorrow"), i => i.Title.ShouldBe("In a day: Question hour"));
        (await _school.List("ines")).Page.Items.ShouldContain(i => i.Kind == "class_tomorrow");
        _school.Clock.By = second - TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5);
        await _school.SpreadAll();
        (await _school.List("ann")).Page.Items.Select(i => i.Kind).ShouldBe(["class_soon", "class_tomorrow", "class_moved", "class_scheduled"]);

        await Schedule("k2", course, first);
        await _school.Until("ann", i => i.Page.Items.Length == 5);
        using (School.Teacher()) await Class("k2").Cancel(new()).Done();
        await _school.Until("ann", i => i.Page.Items.Any(n => n.Kind == "class_cancelled"));
        (await _school.Count(Waiting)).ShouldBe(0);
    }

    [Fact]
    public async Task A_reminder_that_nobody_could_tell_in_time_is_not_told_when_the_class_has_begun()
    {
        await _school.Register("ann");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        await Schedule("k1", course, TimeProvider.System.GetUtcNow().AddHours(30));
        await _school.Until("ann", i => i.Page.Items.Length == 1);
        _school.Clock.By = TimeSpan.FromHours(31);
        await _school.SpreadAll();
        (await _school.List("ann")).Page.Items.ShouldHaveSingleItem();
        (await _school.Count("notification_cause where tenant = @tenant and not done")).ShouldBe(0);
    }

    [Fact]
    public async Task Twelve_hundred_people_are_told_once_each_by_four_at_a_time()
    {
        await _school.Register("ann");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        await _school.Count("notification_member");
        await Wait.Until(() => _school.Count("notification_member where tenant = @tenant"), n => n == 1);
        await _school.Ask<object>($$"""
            insert into aggregate (type, key, tenant, version, schema_version, doc, save_id, changed_at)
                select 'user', @tenant || '/u' || n, @tenant, 1, 1, '{"zone": ""}', gen_random_uuid(), now() from generate_series(1, 1199) n;
            insert into notification_member (tenant, course_id, user_id) select @tenant, '{{course}}', 'u' || n from generate_series(1, 1199) n
            """);
        await Schedule("k1", course, TimeProvider.System.GetUtcNow().AddDays(2));
        _school.Clock.By = TimeSpan.FromDays(1) + TimeSpan.FromMinutes(10);
        await _school.Until("ann", i => i.Page.Items.Length == 1);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => { await _school.SpreadAll(); })));
        await Wait.Until(() => _school.Count("notification_cause where tenant = @tenant and kind in ('class_tomorrow', 'class_scheduled') and not done"), n => n == 0);
        (await _school.Count("notification where tenant = @tenant and kind = 'class_scheduled'")).ShouldBe(1200);
        (await _school.Count("notification where tenant = @tenant and kind = 'class_tomorrow'")).ShouldBe(1200);
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'mail'")).ShouldBe(2400);
    }

    [Fact]
    public async Task What_is_muted_before_it_happens_is_not_told_and_what_is_not_wanted_in_the_inbox_is_not_in_it()
    {
        await _school.Register("ann", "bob");
        var (one, two) = (await School.Published(), await School.Published());
        foreach (var course in (string[])[one, two]) foreach (var user in (string[])["ann", "bob"]) await School.Enrol(course, user);
        using (School.Student("ann")) await _school.Settings("ann").MuteCourse(new(one, true)).Done();
        using (School.Student("bob"))
            await _school.Settings("bob").Set(new([new("class_scheduled", NotificationFrequency.Off, NotificationFrequency.AtOnce, NotificationFrequency.Off)], null, 450)).Done();
        await Schedule("k1", one, TimeProvider.System.GetUtcNow().AddHours(1));
        await Schedule("k2", two, TimeProvider.System.GetUtcNow().AddHours(1));
        (await _school.Until("ann", i => i.Page.Items.Length > 0)).Page.Items.ShouldHaveSingleItem().Path.ShouldBe("/live/k2");
        await Wait.Until(() => _school.Count("notification_delivery where tenant = @tenant and user_id = 'bob'"), n => n == 2);
        (await _school.List("bob")).ShouldSatisfyAllConditions(i => i.Page.Items.ShouldBeEmpty(), i => i.Unread.Unread.ShouldBe(0));
        using (School.Student("ann"))
        {
            (await _school.Settings("ann").Get().Done()).MutedCourses.ShouldHaveSingleItem().Title.ShouldBe("Film photography");
            await _school.Settings("ann").MuteKind(new("class_scheduled", true)).Done();
            (await _school.Settings("ann").Get().Done()).Kinds.Single(k => k.Kind == "class_scheduled").ShouldSatisfyAllConditions(
                k => k.InApp.ShouldBe(NotificationFrequency.Off), k => k.Mail.ShouldBe(NotificationFrequency.Off), k => k.Changed.ShouldBeTrue());
        }
    }

    [Fact]
    public async Task A_course_that_a_person_may_not_see_is_not_muted_and_its_title_is_never_told_them()
    {
        await _school.Register("ann");
        var (draft, seen) = (await School.Draft("A secret draft"), await School.Published());
        using (School.Student("ann"))
        {
            // A draft of somebody and a course that is not there: the same answer.
            (await _school.Settings("ann").MuteCourse(new(draft, true)).Refused()).ShouldBe("notifications.no_course");
            (await _school.Settings("ann").MuteCourse(new("no-such-course", true)).Refused()).ShouldBe("notifications.no_course");
            await _school.Settings("ann").MuteCourse(new(seen, true)).Done();
            (await _school.Settings("ann").Get().Done()).MutedCourses.ShouldHaveSingleItem().Title.ShouldBe("Film photography");
        }
        using (School.Teacher())
        {
            await School.Course(seen).Unpublish(new()).Done();
            await School.Course(seen).ChangeDetails(new("A new secret", "From the first roll", "What light is, what film does with it, and what you do with both of them.", "Photography", CourseLevel.StartingOut, "en", [], null)).Done();
        }
        using (School.Student("ann"))
        {
            (await _school.Settings("ann").Get().Done()).MutedCourses.ShouldHaveSingleItem().Title.ShouldBe("A course that you cannot see");
            await _school.Settings("ann").MuteCourse(new(seen, false)).Done();
            (await _school.Settings("ann").Get().Done()).MutedCourses.ShouldBeEmpty();
        }
        using (School.Teacher()) await _school.Settings("ines").MuteCourse(new(draft, true)).Done();
    }

    [Fact]
    public async Task Whoever_is_taken_out_of_a_course_is_told_and_hears_no_more_of_it()
    {
        await _school.Register("ann");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        using (School.Teacher()) await School.Enrolment(course, "ann").Remove(new("by hand")).Done();
        await _school.Until("ann", i => i.Page.Items is [{ Kind: "enrolment_removed" }]);
        await Schedule("k1", course, TimeProvider.System.GetUtcNow().AddHours(1));
        using (School.Teacher()) await School.Enrolment(course, "ann").Readmit(new()).Done();
        await Schedule("k2", course, TimeProvider.System.GetUtcNow().AddHours(1));
        (await _school.Until("ann", i => i.Page.Items.Length >= 3)).Page.Items.Select(i => i.Path).ShouldBe(["/live/k2", $"/learn/{course}", "/learning"]);
    }

    [Fact]
    public async Task An_announcement_is_told_once_to_everybody_in_the_course_but_its_author()
    {
        await _school.Register("ines", "ann", "bob");
        var course = await School.Published("Film photography");
        await School.Enrol(course, "ann");
        var announcements = hub.Grains.GetGrain<Interfaces.InstructorDesk.IAnnouncementsGrain>($"{_school.Tenant}/{course}");
        using (School.Teacher())
        {
            await announcements.Post(new("a1", "The exam moves", "To Friday.", null)).Done();
            await announcements.Post(new("a1", "The exam moves", "To Friday.", null)).Done();
        }
        (await _school.Until("ann", i => i.Page.Items is [{ Kind: "announcement" }])).Page.Items[0].ShouldSatisfyAllConditions(
            i => i.Title.ShouldBe("News in Film photography"), i => i.Body.ShouldBe("Ines told everybody in the course something."), i => i.Path.ShouldBe($"/courses/{course}/announcements"), i => i.Count.ShouldBe(1));
        (await _school.List("bob")).Page.Items.ShouldBeEmpty();
        (await _school.List("ines")).Page.Items.ShouldNotContain(i => i.Kind == "announcement");
    }

    [Fact]
    public async Task A_badge_is_told_once_and_again_to_nobody_when_the_points_are_made_anew()
    {
        await _school.Register("ann");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        using (School.Student("ann")) await School.Enrolment(course, "ann").CompleteLesson(new("l1", true)).Done();
        (await _school.Until("ann", i => i.Page.Items.Count(n => n.Kind == "badge_earned") == 2)).Page.Items.Where(n => n.Kind == "badge_earned").Select(n => n.Title)
            .ShouldBe(["You earned a badge: First course", "You earned a badge: First lesson"], ignoreOrder: true);
        await _school.Ask<object>("update badge_award set told = false where tenant = @tenant");
        await Wait.Until(() => _school.Count("badge_award where tenant = @tenant and not told"), n => n == 0);
        (await _school.Count("event where key = @tenant || '/ann' and name = 'points.badge_awarded'")).ShouldBe(2);
        (await _school.List("ann", kind: "badge_earned")).Page.Items.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Who_waited_for_a_seat_is_told_that_it_is_theirs()
    {
        await _school.Register("ann", "bob");
        var course = await School.Published();
        foreach (var user in (string[])["ann", "bob"]) await School.Enrol(course, user);
        using (School.Teacher())
        {
            await Class("k1").Schedule(new ScheduleLiveClass(course, "Question hour", TimeProvider.System.GetUtcNow().AddHours(1), 60, 1)).Done();
            await Class("k1").Open(new()).Done();
        }
        using (School.Student("ann")) await Class("k1").Enter(new()).Done();
        using (School.Student("bob")) (await Class("k1").Enter(new()).Done()).Seat.ShouldBe(LiveSeat.Waiting);
        using (School.Student("ann")) await Class("k1").Leave(new()).Done();
        await _school.Until("bob", i => i.Page.Items.Any(n => n.Kind == "seat_passed"));
        (await _school.List("ann")).Page.Items.ShouldNotContain(n => n.Kind == "seat_passed");
    }
}
