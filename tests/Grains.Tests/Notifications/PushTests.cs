using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Notifications;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Users;

namespace LearningHub.Grains.Tests.Notifications;

/// <summary>Counted and read where pushes arrive.</summary>
[Collection("hub")]
public sealed class PushTests(HubFixture hub) : IAsyncLifetime
{
    private readonly NoticeSchool _school = new(hub);
    private PushServiceStub _service = null!;
    private PushSender _sender = null!;
    private string _course = "";

    private UserKey Ann => new(_school.Tenant, "ann");
    private PushWorker Worker => _school.Pushes(_sender);

    public async Task InitializeAsync()
    {
        _service = await PushServiceStub.Start();
        _sender = new(Microsoft.Extensions.Options.Options.Create(_school.Options), _school.Clock);
        await _school.Register("ann");
        _course = await _school.School.Published();
        await _school.School.Enrol(_course, "ann");
    }

    public async Task DisposeAsync()
    {
        _sender.Dispose();
        await _service.DisposeAsync();
    }

    private async Task<OpenedSession> Device(string name, OpenedSession? session = null)
    {
        session ??= await hub.SignIn(Ann);
        using (hub.AsPerson(Ann, session)) await _school.Settings("ann").AddDevice(_service.Subscribe(name)).Done();
        return session;
    }

    /// <summary>A class opens: urgent, so a push at once.</summary>
    private async Task Open(string id)
    {
        var before = await Waiting();
        using (_school.School.Teacher())
        {
            await hub.Grains.LiveClass(new(_school.Tenant, id)).Schedule(new ScheduleLiveClass(_course, "Question hour", TimeProvider.System.GetUtcNow().AddMinutes(5), 60, null)).Done();
            await hub.Grains.LiveClass(new(_school.Tenant, id)).Open(new()).Done();
        }
        await Wait.Until(Waiting, n => n == before + 1);
    }

    private Task<long> Waiting() => _school.Count("notification_delivery where tenant = @tenant and channel = 'push'");

    private async Task Rounds()
    {
        while (await Worker.Round(default)) { }
    }

    [Fact]
    public async Task A_push_is_signed_by_the_academy_and_only_the_browser_reads_it_once_on_each_device()
    {
        var session = await Device("phone");
        await Device("laptop", session);
        await Open("k1");
        await Task.WhenAll(Rounds(), Rounds());
        await Rounds();
        var received = _service.Received.ToArray();
        received.Select(p => p.Browser).ShouldBe(["laptop", "phone"], ignoreOrder: true);
        string key;
        using (_school.School.Student("ann")) key = await hub.Grains.Queries<IPushKeyGrain>(_school.Tenant).GetPublicKey();
        foreach (var push in received)
            push.ShouldSatisfyAllConditions(p => p.Text["title"]!.GetValue<string>().ShouldBe("Come in: Question hour"), p => p.Text["path"]!.GetValue<string>().ShouldStartWith("/notifications/"),
                p => p.Urgency.ShouldBe("high"), p => p.Ttl.ShouldBe("1800"), p => p.Topic.Length.ShouldBeInRange(1, 32), p => p.Key.ShouldBe(key));
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'push' and outcome = 'sent'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_service_that_is_down_is_tried_again_and_the_device_that_has_it_is_left_out()
    {
        var session = await Device("one");
        await Device("two", session);
        await Open("k1");
        _service.Answers.Enqueue(201);
        _service.Answers.Enqueue(503);
        await Rounds();
        _service.Received.Count.ShouldBe(1);
        await Rounds();
        _service.Received.Count.ShouldBe(1);
        _school.Clock.By += TimeSpan.FromSeconds(16);
        await Rounds();
        _service.Received.Select(p => p.Browser).ShouldBeUnique();
        _service.Received.Count.ShouldBe(2);
        _service.Received.Select(p => p.Text["id"]!.GetValue<string>()).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_subscription_that_is_over_is_forgotten(int answer)
    {
        await Device("old");
        await Open("k1");
        _service.Answers.Enqueue(answer);
        await Rounds();
        using (_school.School.Student("ann")) (await _school.Settings("ann").Get().Done()).Devices.ShouldBeEmpty();
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'push' and done_at is null")).ShouldBe(0);
        _service.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_signed_out_there_is_told_nothing_there()
    {
        var session = await Device("borrowed");
        await Device("own");
        using (hub.AsPerson(Ann, session)) await hub.Grains.User(Ann).EndSession(new EndSession(session.SessionId)).Done();
        await Open("k1");
        await Rounds();
        _service.Received.ShouldHaveSingleItem().Browser.ShouldBe("own");
    }

    [Fact]
    public async Task What_was_read_before_the_push_went_out_is_not_pushed()
    {
        await Device("phone");
        await Open("k1");
        using (_school.School.Student("ann")) await _school.Inbox("ann").MarkAllRead(new()).Done();
        await Rounds();
        _service.Received.ShouldBeEmpty();
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'push' and outcome = 'read'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_that_dies_before_it_sends_leaves_the_push_to_the_next_one()
    {
        await Device("phone");
        await Open("k1");
        OutgoingMessage? taken;
        do taken = await _school.Deliveries.Take(Channels.Push, default);
        while (taken is not null && taken.Tenant != _school.Tenant);
        taken.ShouldNotBeNull();
        await Rounds();
        _service.Received.ShouldBeEmpty();
        _school.Clock.By += Deliveries.Hold + TimeSpan.FromSeconds(1);
        await Rounds();
        await Rounds();
        _service.Received.ShouldHaveSingleItem().Text["id"]!.GetValue<string>().ShouldBe(taken.MessageId);
    }

    [Fact]
    public async Task A_service_that_never_answers_well_is_given_up_on()
    {
        await Device("phone");
        await Open("k1");
        for (var i = 0; i < 12; i++)
        {
            _service.Answers.Enqueue(500);
            await Rounds();
            _school.Clock.By += TimeSpan.FromSeconds(16 << Math.Min(i, 7));
        }
        (await _school.Ask<string>("select outcome from notification_delivery where tenant = @tenant and channel = 'push'")).ShouldBe("gave_up");
        _service.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Devices_are_named_by_people_who_are_signed_in_and_lie_where_pushes_may_go()
    {
        using (hub.AsPerson(Ann, await hub.SignIn(Ann)))
        {
            var good = _service.Subscribe("phone");
            (await _school.Settings("ann").AddDevice(good with { Endpoint = "https://10.0.0.1/x" }).Refused()).ShouldBe("notifications.device_invalid");
            (await _school.Settings("ann").AddDevice(good with { P256dh = good.Auth }).Refused()).ShouldBe("notifications.device_invalid");
            await _school.Settings("ann").AddDevice(good).Done();
            await _school.Settings("ann").AddDevice(good).Done();
            (await _school.Settings("ann").Get().Done()).Devices.ShouldHaveSingleItem().Name.ShouldBe("phone");
        }
        using (hub.AsPerson(Ann)) (await _school.Settings("ann").AddDevice(_service.Subscribe("x")).Refused()).ShouldBe("notifications.not_yours");
    }
}
