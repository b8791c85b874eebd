using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Email;

/// <summary>Writes the mails that accounts ask for. The mail's id is the event's, so an event delivered twice is one mail. A link that is used
/// or over by the time its event comes round needs no mail.</summary>
internal sealed class AccountMailReactor(IGrainFactory grains, PublicAddress address) : Reactor
{
    public override string Name => "account_mails";
    public override IReadOnlyList<string> EventNames =>
    [
        "user.registered", "user.confirmation_requested", "user.password_reset_requested", "user.password_changed", "user.email_change_requested", "user.email_changed",
    ];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var person = grains.User(UserKey.Parse(e.Key));
        switch (e.Name)
        {
            case "user.registered" when !e.Read<UserRegistered>().AsksConfirmation: break;
            case "user.password_reset_requested":
                await Write(e, await person.GetMailFacts("reset"), (academy, facts) => AccountMails.Reset(academy, facts, address.Link("/reset", facts.Token)));
                break;
            case "user.password_changed":
                await Write(e, await person.GetMailFacts("notice"), AccountMails.PasswordChanged);
                break;
            case "user.email_change_requested":
                var asked = await person.GetMailFacts("email");
                await Write(e, asked, (academy, facts) => AccountMails.ConfirmNewAddress(academy, facts, address.Link("/confirm-address", facts.Token)));
                if (asked.IsOk) await Write(e, await person.GetMailFacts("notice"), AccountMails.AddressChangeRequested, "-notice");
                break;
            case "user.email_changed":
                await Write(e, await person.GetFormerAddress(e.Read<UserEmailChanged>().ChangeId), AccountMails.AddressChanged);
                break;
            default:
                await Write(e, await person.GetMailFacts("confirm"), (academy, facts) => AccountMails.Confirm(academy, facts, address.Link("/confirm", facts.Token)));
                break;
        }
    }

    /// <param name="which">Tells two mails of one event apart.</param>
    private async Task Write(EventRow e, Result<UserMailFacts> facts, Func<string, UserMailFacts, QueueMail> text, string which = "")
    {
        if (!facts.IsOk) return;
        var tenant = await grains.GetGrain<ITenantGrain>(new TenantKey(e.Tenant, "settings").ToString()).Get();
        var academy = tenant.Name.Length > 0 ? tenant.Name : "Learning Hub";
        Must(await grains.GetGrain<IMailGrain>($"{e.Tenant}/{e.EventId:n}{which}").Queue(text(academy, facts.Value)));
    }
}
