using LearningHub.Grains.Email;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Notifications;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Email;
using LearningHub.Grains.Tests.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Tests.Notifications;

/// <summary>Counted where mails arrive: each notification in one mail, whoever dies in between.</summary>
[Collection("hub")]
public sealed class NotificationMailTests(HubFixture hub)
{
    private readonly NoticeSchool _school = new(hub);
    private School School => _school.School;

    /// <summary>Ann in a course with so many classes: as many mails wait.</summary>
    private async Task<string> Classes(int count, string user = "ann")
    {
        await _school.Register(user);
        var course = await School.Published();
        await School.Enrol(course, user);
        await Schedule(course, 0, count);
        await Wait.Until(() => _school.Count($"notification_delivery where tenant = @tenant and user_id = '{user}' and channel = 'mail'"), n => n == count);
        return course;
    }

    private async Task Schedule(string course, int from, int count)
    {
        using var _ = School.Teacher();
        for (var i = from; i < from + count; i++)
            await hub.Grains.LiveClass(new(_school.Tenant, $"k{i}")).Schedule(new ScheduleLiveClass(course, $"Class {i}", TimeProvider.System.GetUtcNow().AddHours(1), 60, null)).Done();
    }

    /// <summary>Takes until it is one of this tenant's: others' leftovers are handed over on the way.</summary>
    private async Task<OutgoingMessage?> Take(string channel = Channels.Mail)
    {
        while (await _school.Deliveries.Take(channel, default) is { } message)
            if (message.Tenant == _school.Tenant) return message;
        return null;
    }

    private async Task<MailView[]> Outbox()
    {
        using var _ = hub.AsPlatform(_school.Tenant);
        return [.. (await hub.Grains.Queries<IMailQueriesGrain>(_school.Tenant).List(null, 100)).Items.Where(m => m.Kind.StartsWith("notification", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task What_is_due_together_is_one_mail_and_what_was_read_on_the_site_is_not_in_it()
    {
        await Classes(3);
        _school.Clock.By = TimeSpan.FromMinutes(5);
        var items = (await _school.List("ann")).Page.Items;
        using (School.Student("ann")) await _school.Inbox("ann").MarkRead(new(items[0].NotificationId)).Done();
        await _school.SendMails();
        await _school.SendMails();
        var mail = (await Wait.Until(Outbox, o => o.Length > 0)).ShouldHaveSingleItem();
        mail.ShouldSatisfyAllConditions(m => m.To.ShouldBe($"ann@{_school.Tenant}.test"), m => m.Kind.ShouldBe("notification_digest"), m => m.Subject.ShouldStartWith("2 things are new at "),
            m => m.Text.ShouldNotContain(items[0].NotificationId), m => m.Text.ShouldContain(items[1].NotificationId), m => m.Text.ShouldContain(items[2].NotificationId));
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'mail' and outcome = 'read'")).ShouldBe(1);
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'mail' and outcome = 'queued'")).ShouldBe(2);
    }

    [Fact]
    public async Task All_read_is_no_mail()
    {
        await Classes(2);
        using (School.Student("ann")) await _school.Inbox("ann").MarkAllRead(new()).Done();
        _school.Clock.By = TimeSpan.FromMinutes(5);
        await _school.SendMails();
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'mail' and outcome = 'read'")).ShouldBe(2);
        (await Outbox()).ShouldBeEmpty();
    }

    /// <summary>A worker that dies after it took a message, and one that dies after it handed it over but before it noted so; what comes meanwhile is another mail. Counted at an SMTP server.</summary>
    [Fact]
    public async Task Whoever_dies_on_the_way_each_notification_arrives_in_one_mail()
    {
        var course = await Classes(3);
        _school.Clock.By = TimeSpan.FromMinutes(5);
        var dead = (await Take()).ShouldNotBeNull();
        dead.Rows.Count.ShouldBe(3);
        // Not in two hands while the first may live.
        (await Take()).ShouldBeNull();

        await Schedule(course, 3, 2);
        await Wait.Until(() => _school.Count("notification_delivery where tenant = @tenant and channel = 'mail'"), n => n == 5);
        _school.Clock.By += _school.Deliveries.Hold + TimeSpan.FromSeconds(1);
        // Another worker hands it over, under the same id, and dies before the note.
        var second = (await Take()).ShouldNotBeNull();
        second.MessageId.ShouldBe(dead.MessageId);
        second.Rows.Count.ShouldBe(3);
        using (hub.AsPlatform(_school.Tenant))
            (await hub.Grains.GetGrain<IMailGrain>($"{_school.Tenant}/{second.MessageId}").Queue(new QueueMail($"ann@{_school.Tenant}.test", "Ann", "First", "First text", "notification_digest"))).Error.ShouldBeNull();
        _school.Clock.By += _school.Deliveries.Hold + TimeSpan.FromSeconds(1);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _school.SendMails()));
        var mails = await Wait.Until(Outbox, o => o.Length == 2);
        mails.Select(m => m.Subject).ShouldBe(["First", $"2 things are new at Learning Hub"], ignoreOrder: true);

        await using var smtp = new SmtpStub();
        var options = new SmtpOptions { Host = "127.0.0.1", Port = smtp.Port, From = "hub@example.org", Tls = false };
        var (one, two) = (Worker(), Worker());
        await Wait.Until(async () =>
        {
            await Task.WhenAll(one.SendDue(new(options), default), two.SendDue(new(options), default));
            return (await Outbox()).All(m => m.State == MailState.Sent);
        });
        for (var i = 0; i < 3; i++) await one.SendDue(new(options), default);
        var arrived = smtp.Received.Where(m => m.Contains($"@{_school.Tenant}.test", StringComparison.Ordinal)).ToList();
        arrived.Count.ShouldBe(2);
        arrived.Select(MessageId).ShouldBeUnique();
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'mail' and done_at is null")).ShouldBe(0);

        MailWorker Worker() => new(hub.Grains, Microsoft.Extensions.Options.Options.Create(new MailOptions { Smtp = options }), TimeProvider.System, NullLogger<MailWorker>.Instance);
        static string MessageId(string mail) => mail.Split('\n').Single(l => l.StartsWith("Message-ID:", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Fifty_things_of_a_day_are_one_mail_at_the_persons_time()
    {
        await _school.Register("ines");
        var course = await School.Published();
        // Whichever of nine in the morning and in the evening is farther away: it does not come while the test runs.
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var hour = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone).Hour is >= 3 and < 15 ? 21 : 9;
        string[] students = [.. Enumerable.Range(0, 25).Select(i => $"s{i}")];
        using (School.Student("ines"))
            await _school.Settings("ines").Set(new([new("student_enrolled", NotificationFrequency.AtOnce, NotificationFrequency.Daily, NotificationFrequency.Off)], new QuietHours(0, 1439), hour * 60)).Done();
        foreach (var student in students) await School.Enrol(course, student);
        await _school.Until("ines", i => i.Page.Items is [{ Count: 25 }]);
        var due = await _school.Ask<DateTime>("select due_at from notification_delivery where tenant = @tenant and user_id = 'ines' and channel = 'mail'");
        TimeZoneInfo.ConvertTime(new DateTimeOffset(due), zone).TimeOfDay.ShouldBe(TimeSpan.FromHours(hour));
        await _school.SendMails();
        (await Outbox()).ShouldBeEmpty();
        _school.Clock.By = TimeSpan.FromHours(26);
        for (var i = 0; i < 2; i++) await _school.SendMails();
        (await Wait.Until(Outbox, o => o.Length > 0)).ShouldHaveSingleItem().Subject.ShouldContain("24 others enrolled");
    }

    [Fact]
    public async Task A_mail_has_two_bodies_and_is_ended_by_one_post_without_a_session()
    {
        await Classes(1);
        _school.Clock.By = TimeSpan.FromMinutes(5);
        await _school.SendMails();
        var mail = (await Wait.Until(Outbox, o => o.Length > 0)).ShouldHaveSingleItem();
        await using var smtp = new SmtpStub();
        (await new SmtpSender(new SmtpOptions { Host = "127.0.0.1", Port = smtp.Port, From = "hub@example.org", Tls = false }).Send(mail, new(_school.Tenant, mail.MailId), default)).ShouldBeNull();
        // Long headers are folded (RFC 5322, section 2.2.3).
        var sent = smtp.Received.Single().ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal);
        sent.ShouldContain("multipart/alternative");
        sent.ShouldContain("text/plain");
        sent.ShouldContain("text/html");
        sent.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        sent.ShouldContain($"List-Unsubscribe: <{mail.Unsubscribe}>");

        var token = mail.Unsubscribe!.Split("/unsubscribe/")[1];
        var links = hub.Grains.Queries<IUnsubscribeGrain>(_school.Tenant);
        using (School.Visitor())
        {
            (await links.Look(token).Done()).KindName.ShouldBe("Live class scheduled");
            (await links.Confirm(token).Done()).Kind.ShouldBe("class_scheduled");
            (await links.Confirm(token).Done()).Kind.ShouldBe("class_scheduled");
            (await links.Confirm($"{token[..^2]}{(token[^2] == 'A' ? 'B' : 'A')}{token[^1]}").Refused()).ShouldBe("notifications.link_invalid");
            (await links.Look("").Refused()).ShouldBe("notifications.link_invalid");
        }
        // Of another academy it says nothing.
        using (hub.As(Actor.Visitor(hub.NewTenant() is var other ? other : ""))) (await hub.Grains.Queries<IUnsubscribeGrain>(other).Look(token).Refused()).ShouldBe("notifications.link_invalid");
        using (School.Student("ann"))
        {
            var kinds = (await _school.Settings("ann").Get().Done()).Kinds;
            kinds.Single(k => k.Kind == "class_scheduled").Mail.ShouldBe(NotificationFrequency.Off);
            kinds.Single(k => k.Kind == "class_moved").Mail.ShouldBe(NotificationFrequency.AtOnce);
        }
    }

    [Fact]
    public async Task Nobody_is_written_to_at_an_address_that_is_not_confirmed()
    {
        var ann = await hub.Register(_school.Tenant, "ann@example.org");
        var course = await School.Published();
        await School.Enrol(course, ann.UserId);
        await Schedule(course, 0, 1);
        await Wait.Until(() => _school.Count("notification_delivery where tenant = @tenant and channel = 'mail'"), n => n == 1);
        _school.Clock.By = TimeSpan.FromMinutes(5);
        await _school.SendMails();
        (await _school.Count("notification_delivery where tenant = @tenant and outcome = 'no_address'")).ShouldBe(1);
        (await Outbox()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_that_waits_in_the_outbox_is_taken_back_when_all_of_it_was_read_on_the_site()
    {
        await Classes(2);
        _school.Clock.By = TimeSpan.FromMinutes(5);
        await _school.SendMails();
        await Wait.Until(Outbox, o => o.Length > 0);
        var items = (await _school.List("ann")).Page.Items;
        using (School.Student("ann")) await _school.Inbox("ann").MarkRead(new(items[0].NotificationId)).Done();
        (await Outbox()).ShouldHaveSingleItem().State.ShouldBe(MailState.Queued);
        using (School.Student("ann")) await _school.Inbox("ann").MarkRead(new(items[1].NotificationId)).Done();
        var mail = (await Outbox()).ShouldHaveSingleItem();
        mail.State.ShouldBe(MailState.Withdrawn);
        using var _ = hub.AsPlatform(_school.Tenant);
        (await hub.Grains.GetGrain<IMailGrain>($"{_school.Tenant}/{mail.MailId}").Begin(new("w"))).Error!.Code.ShouldBe("email.not_due");
    }

    [Fact]
    public async Task What_nobody_needs_any_more_is_cleared_away_and_the_rest_stays()
    {
        await Classes(3);
        var ids = (await _school.List("ann")).Page.Items.Select(i => i.NotificationId).ToArray();
        await _school.Ask<object>($"""
            update notification set at = now() - interval '181 days' where tenant = @tenant and notification_id = '{ids[0]}';
            update notification set deleted_at = now() - interval '8 days' where tenant = @tenant and notification_id = '{ids[1]}';
            update notification_delivery set done_at = now() - interval '31 days', outcome = 'read' where tenant = @tenant and notification_id = '{ids[0]}'
            """);
        await _school.Deliveries.Tidy(default);
        (await _school.Ask<string>("select notification_id from notification where tenant = @tenant")).ShouldBe(ids[2]);
        (await _school.Count("notification where tenant = @tenant")).ShouldBe(1);
        (await _school.Count($"notification_delivery where tenant = @tenant and notification_id = '{ids[0]}'")).ShouldBe(0);
    }
}
