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
    public override IReadOnlyList<string> EventNames => ["user.registered", "user.confirmation_requested", "user.password_reset_requested"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        if (e.Name == "user.registered" && !e.Read<UserRegistered>().AsksConfirmation) return;
        var isReset = e.Name == "user.password_reset_requested";
        var facts = await grains.User(UserKey.Parse(e.Key)).GetMailFacts(isReset ? "reset" : "confirm");
        if (!facts.IsOk) return;

        var tenant = await grains.GetGrain<ITenantGrain>(new TenantKey(e.Tenant, "settings").ToString()).Get();
        var academy = tenant.Name.Length > 0 ? tenant.Name : "Learning Hub";
        var mail = isReset
            ? AccountMails.Reset(academy, facts.Value, address.Link("/reset", facts.Value.Token))
            : AccountMails.Confirm(academy, facts.Value, address.Link("/confirm", facts.Value.Token));
        Must(await grains.GetGrain<IMailGrain>($"{e.Tenant}/{e.EventId:n}").Queue(mail));
    }
}
