using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Notifications;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Quizzes;

namespace LearningHub.Grains.Tests.Notifications;

/// <summary>What is told late, taken back meanwhile, by two versions at once, or must not be told at all.</summary>
[Collection("hub")]
public sealed class NotificationLateTests(HubFixture hub)
{
    private readonly NoticeSchool _school = new(hub);
    private School School => _school.School;

    private async Task<string> CourseOf(string user)
    {
        await _school.Register(user);
        var course = await School.Published("Film photography");
        await School.Enrol(course, user);
        return course;
    }

    private async Task Schedule(string course, TimeSpan inTime)
    {
        using (School.Teacher()) await hub.Grains.LiveClass(new(_school.Tenant, "k1")).Schedule(new ScheduleLiveClass(course, "Question hour", TimeProvider.System.GetUtcNow() + inTime, 60, null)).Done();
    }

    /// <summary>What may be seen of marks, and when, is the quiz's to decide; a text is in mails and on locked screens.</summary>
    [Fact]
    public async Task No_text_tells_a_mark_and_none_is_kept_for_one()
    {
        await _school.Register("ann");
        var room = await ExamRoom.Open(hub.Grains, _school.Tenant, essay: true, students: "ann");
        await room.Start("ann");
        await room.HandIn("ann", 1, "one", "two", "Because we must.");
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            await room.Attempts("ann").Grade(new(1, 3, 1.5m, "", 0)).Done();
            var item = (await _school.Until("ann", i => i.Page.Items.Any(n => n.Kind == "essay_marked"))).Page.Items.Single(n => n.Kind == "essay_marked");
            item.ShouldSatisfyAllConditions(i => i.Title.ShouldBe("Your attempt at Count is marked"), i => i.Body.ShouldBe("Your answers in Counting were read and marked."));
        }
        (await _school.Count("notification where tenant = @tenant and detail <> '' and kind in ('quiz_marked', 'essay_marked', 'quiz_regraded')")).ShouldBe(0);
        (await _school.Count("notification_cause where tenant = @tenant and detail <> '' and kind in ('quiz_marked', 'essay_marked', 'quiz_regraded')")).ShouldBe(0);
    }

    /// <summary>The platform marks in the moment of handing in, in the name of who hands in.</summary>
    [Fact]
    public async Task What_no_person_read_is_not_said_to_be_read_by_one()
    {
        await _school.Register("ann");
        var room = await ExamRoom.Open(hub.Grains, _school.Tenant, students: "ann");
        await room.Start("ann");
        await room.HandIn("ann", 1, "one", "two", "three");
        (await _school.Until("ann", i => i.Page.Items.Any(n => n.Kind.EndsWith("_marked", StringComparison.Ordinal)))).Page.Items.Single(n => n.Kind.EndsWith("_marked", StringComparison.Ordinal)).Kind.ShouldBe("quiz_marked");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("now()")]
    public async Task A_mailing_to_many_is_handed_over_in_parts_whether_or_not_it_was_read(string readAt)
    {
        await _school.Ask<object>($"""
            insert into notification (tenant, user_id, notification_id, kind, at, detail, shown, read_at) select @tenant, 'u' || n, 'x', 'class_scheduled', now(), '', true, {readAt} from generate_series(1, 50) n;
            insert into notification_delivery (tenant, user_id, notification_id, channel, due_at) select @tenant, 'u' || n, 'x', 'mail', now() + interval '1 hour' from generate_series(1, 50) n
            """);
        _school.Clock.By = TimeSpan.FromHours(2);
        (await _school.Mails.Round(default)).ShouldBeTrue();
        (await _school.Count("notification_delivery where tenant = @tenant and done_at is null")).ShouldBeGreaterThanOrEqualTo(30);
        await _school.SendMails();
        (await _school.Count("notification_delivery where tenant = @tenant and done_at is null")).ShouldBe(0);
    }

    [Fact]
    public async Task What_comes_after_the_digest_has_left_is_in_the_next_one()
    {
        await _school.Register("ines", "ann", "bob", "cy", "dee");
        var course = await School.Published();
        foreach (var student in (string[])["ann", "bob"]) await School.Enrol(course, student);
        await _school.Until("ines", i => i.Page.Items is [{ Count: 2 }]);
        _school.Clock.By = TimeSpan.FromHours(26);
        await _school.SendMails();
        foreach (var student in (string[])["cy", "dee"]) await School.Enrol(course, student);
        (await _school.Until("ines", i => i.Page.Items is [{ Count: 2 }, { Count: 2 }])).Page.Items[0].Title.ShouldEndWith(" and 1 other enrolled");
        (await _school.Count("notification_delivery where tenant = @tenant and user_id = 'ines' and done_at is null and message_id is null")).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_counted_up_while_it_is_read_is_news()
    {
        await _school.Register("ines", "ann", "bob");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        await _school.Until("ines", i => i.Page.Items is [{ Count: 1 }]);
        await using (var connection = await hub.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // It idles for as long as the other needs to come.
            await using (var idle = new Npgsql.NpgsqlCommand("set local idle_in_transaction_session_timeout = 0", connection)) await idle.ExecuteNonQueryAsync();
            await using var read = new Npgsql.NpgsqlCommand("update notification set read_at = now() where tenant = $1 and user_id = 'ines'", connection) { Parameters = { new() { Value = _school.Tenant } } };
            (await read.ExecuteNonQueryAsync()).ShouldBe(1);
            // As the fold writes it; the feed itself waits for the transaction that is open here.
            await _school.Ask<object>($"insert into notification_cause (tenant, cause_id, kind, audience, audience_id, due_at, course_id, person_id, detail) values (@tenant, 'y', 'student_enrolled', 'person', 'ines', now(), '{course}', 'bob', '')");
            await Wait.Until(() => _school.Count("pg_stat_activity where wait_event_type = 'Lock' and query like '%with row as (%' and pid <> pg_backend_pid()"), n => n > 0);
            await transaction.CommitAsync();
        }
        (await _school.Until("ines", i => i.Page.Items.Length == 2)).ShouldSatisfyAllConditions(
            i => i.Unread.Unread.ShouldBe(1), i => i.Page.Items[0].Title.ShouldBe("Bob enrolled"), i => i.Page.Items[1].Count.ShouldBe(1));
    }

    [Fact]
    public async Task What_this_version_does_not_know_is_left_to_one_that_does()
    {
        var course = await CourseOf("ann");
        await _school.Ask<object>("""
            insert into notification_cause (tenant, cause_id, kind, audience, audience_id, due_at, detail) values (@tenant, 'x', 'of_tomorrow', 'person', 'ann', now(), '')
            """);
        await Schedule(course, TimeSpan.FromHours(1));
        await Wait.Until(() => _school.Count("notification_delivery where tenant = @tenant and channel = 'mail'"), n => n == 1);
        await _school.SpreadAll();
        (await _school.Count("notification_cause where tenant = @tenant and kind = 'of_tomorrow' and not done")).ShouldBe(1);

        await _school.Ask<object>("update notification set kind = 'of_tomorrow' where tenant = @tenant");
        _school.Clock.By = TimeSpan.FromMinutes(5);
        await _school.SendMails();
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'mail' and done_at is null and message_id is null")).ShouldBe(1);
        // One that another version has taken, and died with.
        await _school.Ask<object>("update notification_delivery set message_id = 'ntf-x', tries = 1, held_until = now() where tenant = @tenant and channel = 'mail'");
        await _school.SendMails();
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'mail' and done_at is null and tries = 1")).ShouldBe(1);

        await _school.Ask<object>("update notification set kind = 'class_scheduled' where tenant = @tenant");
        _school.Clock.By = TimeSpan.FromMinutes(30);
        await _school.SendMails();
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'mail' and outcome = 'queued'")).ShouldBe(1);
    }

    [Fact]
    public async Task An_announcement_that_is_withdrawn_is_told_to_nobody_any_more()
    {
        var course = await CourseOf("ann");
        var announcements = hub.Grains.GetGrain<IAnnouncementsGrain>($"{_school.Tenant}/{course}");
        using (School.Teacher()) await announcements.Post(new("a1", "The exam moves", "To Friday.", null)).Done();
        await _school.Until("ann", i => i.Page.Items is [{ Kind: "announcement" }]);
        // As if it had more people to be told to.
        await _school.Ask<object>("update notification_cause set done = false, due_at = now() + interval '1 hour' where tenant = @tenant and kind = 'announcement'");
        using (School.Teacher()) await announcements.Withdraw(new("a1")).Done();
        await Wait.Until(() => _school.Count("notification_cause where tenant = @tenant and kind = 'announcement' and done"), n => n == 1);
        _school.Clock.By = TimeSpan.FromMinutes(5);
        await _school.SendMails();
        (await _school.Ask<string>("select outcome from notification_delivery where tenant = @tenant and channel = 'mail' and user_id = 'ann'")).ShouldBe("void");
    }

    /// <summary>Causes are as many as all that ever happened, and the fold's transaction is short.</summary>
    [Fact]
    public async Task An_announcement_that_is_withdrawn_is_found_by_the_key_of_its_cause()
    {
        await using var connection = await hub.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var set = new Npgsql.NpgsqlCommand("set local enable_seqscan = off; set local enable_bitmapscan = off", connection)) await set.ExecuteNonQueryAsync();
        await using var explain = new Npgsql.NpgsqlCommand("explain " + NotificationFold.Withdraw, connection)
        {
            Parameters = { new() { Value = _school.Tenant }, new() { Value = NotificationCatalogue.CauseOfAnnouncement("c1", "a1") }, new() { Value = TimeProvider.System.GetUtcNow() } },
        };
        var plan = new List<string>();
        await using (var rows = await explain.ExecuteReaderAsync())
            while (await rows.ReadAsync()) plan.Add(rows.GetString(0).Trim());
        plan.ShouldContain(l => l.Contains("Index Scan using notification_cause_pkey"), string.Join('\n', plan));
        plan.Single(l => l.StartsWith("Index Cond", StringComparison.Ordinal)).ShouldContain("cause_id =");
        plan.ShouldNotContain(l => l.StartsWith("Filter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reminder_that_waits_until_the_class_has_begun_does_not_leave()
    {
        var course = await CourseOf("ann");
        await Schedule(course, TimeSpan.FromHours(30));
        await _school.Until("ann", i => i.Page.Items.Length == 1);
        _school.Clock.By = TimeSpan.FromHours(7);
        await _school.SpreadAll();
        (await _school.List("ann")).Page.Items[0].Kind.ShouldBe("class_tomorrow");
        _school.Clock.By = TimeSpan.FromHours(31);
        await _school.SendMails();
        const string Outcome = "select d.outcome from notification_delivery d join notification n using (tenant, user_id, notification_id) where tenant = @tenant and user_id = 'ann' and channel = 'mail' and kind = ";
        (await _school.Ask<string>(Outcome + "'class_tomorrow'")).ShouldBe("void");
        (await _school.Ask<string>(Outcome + "'class_scheduled'")).ShouldBe("queued");
    }

    [Fact]
    public async Task However_much_is_old_one_tidying_clears_all_of_it_away()
    {
        await _school.Ask<object>("""
            insert into notification (tenant, user_id, notification_id, kind, at, detail, shown, deleted_at) select @tenant, 'ann', 'x' || n, 'class_scheduled', now(), '', true, now() - interval '8 days' from generate_series(1, 4500) n
            """);
        await _school.Deliveries.Tidy(default);
        (await _school.Count("notification where tenant = @tenant")).ShouldBe(0);
    }

    [Fact]
    public async Task Causes_that_are_old_and_done_go_but_for_those_by_which_it_is_known_that_it_was_told()
    {
        await _school.Ask<object>("""
            insert into notification_cause (tenant, cause_id, kind, audience, audience_id, due_at, detail, done)
            select @tenant, k || '-' || days || '-' || done, k, 'person', 'ann', now() - days * interval '1 day', '', done
            from unnest(array['class_scheduled', 'announcement', 'class_soon', 'student_enrolled', 'course_published', 'recording_ready', 'of_tomorrow']) k, unnest(array[179, 181]) days, unnest(array[true, false]) done
            where done or k = 'of_tomorrow';
            insert into notification_cause (tenant, cause_id, kind, audience, audience_id, due_at, detail, done)
            select @tenant, 'x' || n, 'class_opened', 'person', 'ann', now() - interval '1 year', '', true from generate_series(1, 4500) n
            """);
        await _school.Deliveries.Tidy(default);
        (await _school.Count("notification_cause where tenant = @tenant and cause_id like 'x%'")).ShouldBe(0);
        (await _school.Ask<string>("select string_agg(kind, ' ' order by kind) from notification_cause where tenant = @tenant and due_at < now() - interval '180 days' and done"))
            .ShouldBe("course_published of_tomorrow recording_ready student_enrolled");
        (await _school.Count("notification_cause where tenant = @tenant and due_at < now() - interval '180 days' and not done")).ShouldBe(1);
        (await _school.Count("notification_cause where tenant = @tenant and due_at > now() - interval '180 days'")).ShouldBe(8);
    }

    /// <summary>A student who comes back is no new one, however long ago they came first.</summary>
    [Fact]
    public async Task What_was_told_once_is_not_told_again_after_its_cause_is_old()
    {
        await _school.Register("ines", "ann");
        var course = await School.Published();
        await School.Enrol(course, "ann");
        await _school.Until("ines", i => i.Page.Items is [{ Kind: "student_enrolled" }]);
        await Wait.Until(() => _school.Count("notification_cause where tenant = @tenant and kind = 'student_enrolled' and done"), n => n == 1);
        await _school.Ask<object>("""
            update notification_cause set due_at = now() - interval '1 year' where tenant = @tenant;
            update notification set at = now() - interval '1 year' where tenant = @tenant
            """);
        await _school.Deliveries.Tidy(default);
        (await _school.List("ines")).Page.Items.ShouldBeEmpty();
        using (School.Student("ann"))
        {
            await School.Enrolment(course, "ann").Leave(new()).Done();
            await School.Enrolment(course, "ann").Enrol(new()).Done();
        }
        await Schedule(course, TimeSpan.FromHours(1));
        await _school.Until("ann", i => i.Page.Items.Any(n => n.Kind == "class_scheduled"));
        await _school.SpreadAll();
        (await _school.List("ines")).Page.Items.ShouldNotContain(n => n.Kind == "student_enrolled");
    }
}
