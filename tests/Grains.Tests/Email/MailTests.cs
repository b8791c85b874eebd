using LearningHub.Grains.Common;
using LearningHub.Grains.Email;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Tests.Users;

namespace LearningHub.Grains.Tests.Email;

[Collection("hub")]
public sealed class MailTests(HubFixture hub)
{
    private readonly string _tenant = hub.NewTenant();
    private static readonly QueueMail Mail = new("ada@example.org", "Ada", "Welcome", "Hello Ada", "confirm");

    private IMailGrain Grain(string id) => hub.Grains.GetGrain<IMailGrain>($"{_tenant}/{id}");

    private Task<Page<MailView>> Outbox() => hub.Grains.Queries<IMailQueriesGrain>(_tenant).List(null, 50);

    [Fact]
    public async Task One_cause_queued_by_many_at_once_is_one_mail()
    {
        using var _ = hub.AsPlatform(_tenant);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Grain("cause").Queue(Mail with { Text = $"Hello {i}" })));
        answers.ShouldAllBe(a => a.IsOk && a.Value!.Version == 1);
        await hub.Passed("outbox", answers[0].Value!);
        (await Outbox()).Items.ShouldHaveSingleItem().State.ShouldBe(MailState.Queued);
    }

    [Fact]
    public async Task One_of_many_workers_gets_a_mail_and_a_sent_one_is_got_by_none()
    {
        using var _ = hub.AsPlatform(_tenant);
        (await Grain("m").Queue(Mail)).Error.ShouldBeNull();
        var begun = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Grain("m").Begin(new BeginMail($"w{i}"))));
        begun.Count(b => b.IsOk).ShouldBe(1);
        begun.Single(b => b.IsOk).Value!.Text.ShouldBe("Hello Ada");
        (await Grain("m").MarkSent(new MarkMailSent())).Error.ShouldBeNull();
        (await Grain("m").Begin(new BeginMail("w0"))).Error!.Code.ShouldBe("email.not_due");
        (await Grain("m").MarkFailed(new MarkMailFailed("late"))).Error.ShouldBeNull();
        (await Grain("m").Get()).Value!.State.ShouldBe(MailState.Sent);
    }

    [Fact]
    public async Task A_registration_delivered_three_times_is_one_mail_with_a_link_that_confirms()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var reactor = hub.Services.GetServices<IProjection>().OfType<AccountMailReactor>().Single();
        using var _ = hub.AsPlatform(_tenant);
        var e = MailEvents.Of("user.registered", ada, new UserRegistered([Roles.Student], true));
        for (var i = 0; i < 3; i++) await reactor.React(e, CancellationToken.None);

        var mail = (await Grain($"{e.EventId:n}").Get()).Value.ShouldNotBeNull();
        mail.To.ShouldBe("ada@example.org");
        var token = mail.Text.Split("/confirm?token=")[1].Split('\n')[0].Trim();
        (await hub.Grains.User(ada).ConfirmEmail(new ConfirmEmail(Uri.UnescapeDataString(token)))).Error.ShouldBeNull();
        (await Grain($"{e.EventId:n}").MarkSent(new MarkMailSent())).Value!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_link_that_was_used_meanwhile_makes_no_mail()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var reactor = hub.Services.GetServices<IProjection>().OfType<AccountMailReactor>().Single();
        using var _ = hub.AsPlatform(_tenant);
        (await hub.Grains.User(ada).ConfirmEmail(new ConfirmEmail((await hub.Grains.User(ada).GetMailFacts("confirm")).Value!.Token))).Error.ShouldBeNull();
        var e = MailEvents.Of("user.confirmation_requested", ada, new UserConfirmationRequested());
        await reactor.React(e, CancellationToken.None);
        (await Grain($"{e.EventId:n}").Get()).Error!.Code.ShouldBe("email.not_found");
    }

    [Fact]
    public async Task A_registration_ends_in_the_outbox_by_itself()
    {
        await hub.Register(_tenant, "ada@example.org");
        using var _ = hub.AsPlatform(_tenant);
        var outbox = await Wait.Until(Outbox, page => page.Items.Length > 0);
        outbox.Items.ShouldHaveSingleItem().Kind.ShouldBe("confirm");
    }

    [Fact]
    public async Task Mails_nobody_can_write_for_others()
    {
        using var _ = hub.AsAdmin(_tenant);
        await Should.ThrowAsync<ActorDeniedException>(() => Grain("m").Queue(Mail));
        await Should.ThrowAsync<ActorDeniedException>(() => Grain("m").Get());
    }
}
