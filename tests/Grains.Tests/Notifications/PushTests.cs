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
        _service.Faults.ShouldBeEmpty();
    }

    private async Task<OpenedSession> Device(string name, OpenedSession? session = null)
    {
        session ??= await hub.SignIn(Ann);
        using (hub.AsPerson(Ann, session)) await _school.Settings("ann").AddDevice(_service.Subscribe(name)).Done();
        return session;
    }

    /// <summary>A class opens: urgent, so a push at once.</summary>
    private async Task Open(string id, int people = 1)
    {
        var before = await Waiting();
        using (_school.School.Teacher())
        {
            await hub.Grains.LiveClass(new(_school.Tenant, id)).Schedule(new ScheduleLiveClass(_course, "Question hour", TimeProvider.System.GetUtcNow().AddMinutes(5), 60, null)).Done();
            await hub.Grains.LiveClass(new(_school.Tenant, id)).Open(new()).Done();
        }
        await Wait.Until(Waiting, n => n == before + people);
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
    public async Task A_browser_whose_session_ended_is_not_shown_as_one_that_gets_pushes_until_it_is_added_in_the_next()
    {
        var asked = _service.Subscribe("phone");
        async Task<OpenedSession> Added(OpenedSession by)
        {
            using (hub.AsPerson(Ann, by)) await _school.Settings("ann").AddDevice(asked).Done();
            return by;
        }
        var first = await Added(await hub.SignIn(Ann));
        async Task<PushDeviceView> Seen(OpenedSession by)
        {
            using (hub.AsPerson(Ann, by)) return (await _school.Settings("ann").Get().Done()).Devices.ShouldHaveSingleItem();
        }
        (await Seen(first)).ShouldSatisfyAllConditions(d => d.Open.ShouldBeTrue(), d => d.Here.ShouldBeTrue());
        var second = await hub.SignIn(Ann);
        (await Seen(second)).ShouldSatisfyAllConditions(d => d.Open.ShouldBeTrue(), d => d.Here.ShouldBeFalse());
        using (hub.AsPerson(Ann, first)) await hub.Grains.User(Ann).EndSession(new EndSession(first.SessionId)).Done();
        (await Seen(second)).ShouldSatisfyAllConditions(d => d.Open.ShouldBeFalse(), d => d.Here.ShouldBeFalse());
        await Open("k1");
        await Rounds();
        _service.Received.ShouldBeEmpty();

        await Added(second);
        (await Seen(second)).ShouldSatisfyAllConditions(d => d.Open.ShouldBeTrue(), d => d.Here.ShouldBeTrue(), d => d.DeviceId.ShouldBe(PushDeviceId.Of(asked.Endpoint)));
        await Open("k2");
        await Rounds();
        _service.Received.ShouldHaveSingleItem();
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
        _school.Clock.By += _school.Deliveries.Hold + TimeSpan.FromSeconds(1);
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

    /// <summary>Many people have a device at a service that takes what it is sent and says nothing.</summary>
    [Fact]
    public async Task A_service_that_hangs_holds_up_neither_other_people_nor_ones_other_devices_and_each_message_arrives_once()
    {
        await using var hanging = await PushServiceStub.Start();
        hanging.Hanging = new();
        string[] unlucky = [.. Enumerable.Range(0, PushLanes.PerHost + 4).Select(i => $"b{i:00}")];
        await _school.Register(unlucky);
        foreach (var user in unlucky)
        {
            await _school.School.Enrol(_course, user);
            var key = new UserKey(_school.Tenant, user);
            using (hub.AsPerson(key, await hub.SignIn(key))) await _school.Settings(user).AddDevice(hanging.Subscribe(user)).Done();
        }
        var session = await Device("phone");
        using (hub.AsPerson(Ann, session)) await _school.Settings("ann").AddDevice(hanging.Subscribe("laptop")).Done();
        await Open("k1", unlucky.Length + 1);

        // However long it takes to get there: none of those that hang is given up meanwhile.
        using var sender = new PushSender(Microsoft.Extensions.Options.Options.Create(_school.Options), _school.Clock, Timeout.InfiniteTimeSpan);
        using var worker = _school.Pushes(sender);
        await worker.StartAsync(default);
        try
        {
            await Wait.Until(() => Task.FromResult((_service.Received.Count, hanging.Waiting)), n => n is (1, >= 1));
            hanging.Received.ShouldBeEmpty();
            hanging.Waiting.ShouldBeLessThanOrEqualTo(PushLanes.PerStranger);

            hanging.Hanging.SetResult();
            hanging.Hanging = null;
            await Wait.Until(async () => (await _school.Count("notification_delivery where tenant = @tenant and channel = 'push' and outcome = 'sent'"), hanging.Received.Count),
                n => n == (unlucky.Length + 1, unlucky.Length + 1));
        }
        finally { await worker.StopAsync(default); }
        await Rounds();
        hanging.Received.Select(p => p.Browser).ShouldBe([.. unlucky, "laptop"], ignoreOrder: true);
        hanging.Faults.ShouldBeEmpty();
        _service.Received.ShouldHaveSingleItem().Text["id"]!.GetValue<string>().ShouldBe(hanging.Received.Single(p => p.Browser == "laptop").Text["id"]!.GetValue<string>());
        // To have been put off is no try that failed.
        (await _school.Count("notification_delivery where tenant = @tenant and channel = 'push' and tries <> 1")).ShouldBe(0);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_left_alone_and_looked_at_every_half_minute()
    {
        var lanes = new PushLanes(_school.Clock);
        for (var i = 0; i < 3; i++)
        {
            (await lanes.Enter("gone.test", default)).ShouldBe(PushTurn.Mine);
            lanes.Leave("gone.test", silent: true);
        }
        (await lanes.Enter("gone.test", default)).ShouldBe(PushTurn.Resting);
        (await lanes.Enter("well.test", default)).ShouldBe(PushTurn.Mine);
        _school.Clock.By += TimeSpan.FromSeconds(31);
        (await lanes.Enter("gone.test", default)).ShouldBe(PushTurn.Mine);
        (await lanes.Enter("gone.test", default)).ShouldBe(PushTurn.Resting);
        lanes.Leave("gone.test", silent: false);
        (await lanes.Enter("gone.test", default)).ShouldBe(PushTurn.Mine);
    }

    /// <summary>Whoever makes up names of services can make up many.</summary>
    [Fact]
    public async Task Services_that_never_answered_get_as_many_hands_together_as_one_that_did()
    {
        var lanes = new PushLanes(_school.Clock);
        (await lanes.Enter("well.test", default)).ShouldBe(PushTurn.Mine);
        lanes.Leave("well.test", silent: false);
        for (var i = 0; i < PushLanes.PerHost; i++) (await lanes.Enter($"hangs-{i}.test", default)).ShouldBe(PushTurn.Mine);
        (await lanes.Enter("hangs-too.test", default)).ShouldBe(PushTurn.Busy);
        for (var i = 0; i < PushLanes.PerHost; i++) (await lanes.Enter("well.test", default)).ShouldBe(PushTurn.Mine);
        (await lanes.Enter("well.test", default)).ShouldBe(PushTurn.Busy);
        lanes.Leave("hangs-0.test", silent: true);
        (await lanes.Enter("hangs-too.test", default)).ShouldBe(PushTurn.Mine);
        lanes.Leave("hangs-1.test", silent: false);
        (await lanes.Enter("hangs-too.test", default)).ShouldBe(PushTurn.Mine);
        lanes.Leave("hangs-2.test", silent: null);
        (await lanes.Enter("hangs-too.test", default)).ShouldBe(PushTurn.Busy, "two for one that nobody knows");
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
