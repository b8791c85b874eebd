using LearningHub.Grains.Common;
using LearningHub.Grains.Email;
using LearningHub.Grains.Interfaces.Email;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Domain.Tests.Email;

public sealed class OutgoingMailTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);
    private static readonly QueueMail Mail = new("ada@example.org", "Ada", "Welcome", "Hello Ada", "confirm");

    private static OutgoingMailState Queued() => OutgoingMail.Queue(OutgoingMailState.Empty, Mail, Now).State!;
    private static OutgoingMailState Taken(string worker = "w1") => OutgoingMail.Begin(Queued(), new BeginMail(worker), Now, Hold).State!;

    [Fact]
    public void A_cause_is_one_mail_and_its_first_text_stands()
    {
        var again = OutgoingMail.Queue(Queued(), Mail with { Text = "Other" }, Now);
        again.IsNoChange.ShouldBeTrue();
        again.State!.Text.ShouldBe("Hello Ada");
    }

    [Theory]
    [InlineData("", "Welcome", "x")]
    [InlineData("nobody", "Welcome", "x")]
    [InlineData("a@example.org", "", "x")]
    [InlineData("a@example.org", "Welcome", "")]
    [InlineData("a@example.org", "Wel\u0007come", "x")]
    public void What_cannot_be_sent_is_not_queued(string to, string subject, string text) =>
        OutgoingMail.Queue(OutgoingMailState.Empty, Mail with { To = to, Subject = subject, Text = text }, Now).Error!.Code.ShouldBe("email.invalid");

    [Fact]
    public void A_subject_cannot_smuggle_a_header() =>
        OutgoingMail.Queue(OutgoingMailState.Empty, Mail with { Subject = "Hi\r\nBcc: eve@example.org" }, Now).State!.Subject.ShouldBe("Hi Bcc: eve@example.org");

    [Fact]
    public void One_worker_holds_a_mail_until_its_two_minutes_are_over()
    {
        OutgoingMail.Begin(Taken(), new BeginMail("w2"), Now.AddSeconds(119), Hold).Error!.Code.ShouldBe("email.not_due");
        OutgoingMail.Begin(Taken(), new BeginMail("w2"), Now.AddMinutes(2), Hold).State!.Attempts.ShouldBe(2);
        OutgoingMail.Begin(OutgoingMail.MarkSent(Taken(), Now).State!, new BeginMail("w2"), Now.AddDays(1), Hold).Error!.Code.ShouldBe("email.not_due");
    }

    [Fact]
    public void A_failed_try_waits_longer_each_time_and_the_eighth_is_the_last()
    {
        var (s, now, waits) = (Queued(), Now, new List<TimeSpan>());
        while (s.State == MailState.Queued)
        {
            s = OutgoingMail.Begin(s, new BeginMail("w1"), now, Hold).State!;
            s = OutgoingMail.MarkFailed(s, new MarkMailFailed("busy"), now).State!;
            if (s.State == MailState.Queued) waits.Add(s.DueAt - now);
            now = s.DueAt > now ? s.DueAt : now;
        }
        s.State.ShouldBe(MailState.Failed);
        s.Attempts.ShouldBe(8);
        waits.ShouldBe(waits.Order().ToList());
        waits.Count.ShouldBe(7);
    }

    [Fact]
    public void A_permanent_refusal_ends_it() =>
        OutgoingMail.MarkFailed(Taken(), new MarkMailFailed("no such mailbox", Permanent: true), Now).State!.State.ShouldBe(MailState.Failed);

    [Fact]
    public void A_server_that_kills_every_worker_is_given_up_too()
    {
        var (s, now) = (Queued(), Now);
        for (var i = 0; i < 8; i++, now += Hold) s = OutgoingMail.Begin(s, new BeginMail($"w{i}"), now, Hold).State!;
        OutgoingMail.Begin(s, new BeginMail("w9"), now, Hold).State!.State.ShouldBe(MailState.Failed);
    }

    [Fact]
    public void Links_in_mails_are_absolute_and_escaped()
    {
        var options = Microsoft.Extensions.Options.Options.Create(new PublicAddressOptions { PublicUrl = "https://hub.example.org/" });
        new PublicAddress(options, new ServiceCollection().BuildServiceProvider()).Link("/reset", "ada.x+y").ShouldBe("https://hub.example.org/reset?token=ada.x%2By");
    }

    [Fact]
    public void A_mail_that_waits_is_taken_back_and_one_in_a_workers_hands_is_not()
    {
        var back = OutgoingMail.Withdraw(Queued(), Now);
        back.State!.State.ShouldBe(MailState.Withdrawn);
        OutgoingMail.Withdraw(back.State, Now).IsNoChange.ShouldBeTrue();
        OutgoingMail.Begin(back.State, new BeginMail("w1"), Now, Hold).Error!.Code.ShouldBe("email.not_due");
        OutgoingMail.Withdraw(Taken(), Now).IsNoChange.ShouldBeTrue();
        OutgoingMail.Withdraw(Taken(), Now + Hold).State!.State.ShouldBe(MailState.Withdrawn);
        OutgoingMail.Withdraw(OutgoingMail.MarkSent(Taken(), Now).State!, Now).IsNoChange.ShouldBeTrue();
        OutgoingMail.Withdraw(OutgoingMailState.Empty, Now).Error!.Code.ShouldBe("email.not_found");
    }

    [Theory]
    [InlineData("https://hub.example.org/unsubscribe/a.b", true)]
    [InlineData("https://hub.example.org/\r\nBcc: eve@example.org", false)]
    [InlineData("https://hub.example.org/>", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("/unsubscribe/a.b", false)]
    public void Where_mails_are_declined_is_one_address_in_a_header(string address, bool taken) =>
        (OutgoingMail.Queue(OutgoingMailState.Empty, Mail with { Unsubscribe = address }, Now).Error?.Code).ShouldBe(taken ? null : "email.invalid");
}
