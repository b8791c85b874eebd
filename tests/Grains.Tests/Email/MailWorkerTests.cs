using LearningHub.Grains.Email;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Tests.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Tests.Email;

[Collection("hub")]
public sealed class MailWorkerTests(HubFixture hub)
{
    private readonly string _tenant = hub.NewTenant();

    private IMailGrain Grain(string id) => hub.Grains.GetGrain<IMailGrain>($"{_tenant}/{id}");

    private static SmtpOptions Smtp(SmtpStub stub) => new() { Host = "127.0.0.1", Port = stub.Port, From = "hub@example.org", Tls = false };

    private async Task<MailView> QueueAndSend(SmtpStub stub, string to = "ada@example.org")
    {
        using (hub.AsPlatform(_tenant))
        {
            (await Grain("m").Queue(new QueueMail(to, "Ada Lovelace", "Grüße", "Hello Ada,\n\nhttps://hub.example.org/confirm?token=x", "confirm"))).Error.ShouldBeNull();
        }
        // Straight to the sender: the round of a worker takes the mails of all tests of this host.
        using var _ = hub.AsPlatform(_tenant);
        var mail = (await Grain("m").Begin(new BeginMail("w1"))).Value.ShouldNotBeNull();
        var failure = await new SmtpSender(Smtp(stub)).Send(mail, new MailRef(_tenant, "m"), CancellationToken.None);
        (failure is null ? await Grain("m").MarkSent(new MarkMailSent()) : await Grain("m").MarkFailed(new MarkMailFailed(failure.Reason, failure.IsPermanent))).Error.ShouldBeNull();
        return (await Grain("m").Get()).Value.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_mail_goes_out_once_with_an_id_of_its_own()
    {
        await using var stub = new SmtpStub();
        (await QueueAndSend(stub)).State.ShouldBe(MailState.Sent);
        var text = stub.Received.ShouldHaveSingleItem();
        text.ShouldContain($"Message-ID: <m.{_tenant}@example.org>", Case.Insensitive);
        text.ShouldContain("ada@example.org");
        text.ShouldContain("Auto-Submitted: auto-generated", Case.Insensitive);
    }

    [Fact]
    public async Task A_busy_server_delays_it()
    {
        await using var stub = new SmtpStub { Reply = "450 busy" };
        var delayed = await QueueAndSend(stub);
        delayed.State.ShouldBe(MailState.Queued);
        delayed.LastError.ShouldNotBeNullOrEmpty();
        stub.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_mailbox_ends_it()
    {
        await using var stub = new SmtpStub { Reply = "550 no such user" };
        (await QueueAndSend(stub)).State.ShouldBe(MailState.Failed);
    }

    [Fact]
    public async Task A_worker_empties_the_outbox_of_every_tenant()
    {
        await using var stub = new SmtpStub();
        var worker = new MailWorker(hub.Grains, Options.Create(new MailOptions { Smtp = Smtp(stub) }), TimeProvider.System, NullLogger<MailWorker>.Instance);
        Receipt receipt;
        using (hub.AsPlatform(_tenant))
            receipt = (await Grain("w").Queue(new QueueMail("ada@example.org", "Ada", "Hello", $"To {_tenant}", "confirm"))).Value.ShouldNotBeNull();
        await hub.Passed("outbox", receipt);
        using var _ = hub.AsPlatform(_tenant);
        // The outbox has mails of other tests too: more, maybe, than a round takes.
        await Wait.Until(async () =>
        {
            await worker.SendDue(new SmtpSender(Smtp(stub)), CancellationToken.None);
            return (await Grain("w").Get()).Value!.State == MailState.Sent;
        });
        await worker.SendDue(new SmtpSender(Smtp(stub)), CancellationToken.None);
        stub.Received.Count(text => text.Contains($"w.{_tenant}@", StringComparison.Ordinal)).ShouldBe(1);
    }
}
