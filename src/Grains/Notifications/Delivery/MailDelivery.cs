using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.Grains.Notifications;

/// <summary>Hands due notifications to the outbox, which sends them. The mail's id is the message's: handed over again, it is the same mail.</summary>
internal sealed class MailDelivery(Deliveries deliveries, IGrainFactory grains, PublicAddress address, TimeProvider time)
{
    private const int MostTries = 30, AtOnce = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Hands over some of what is due: a mailing to everybody must not hold up a reminder. Returns whether there may be more.</summary>
    public async Task<bool> Round(CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        for (var count = 0; count < AtOnce && time.GetElapsedTime(begun) < Longest; count++)
        {
            if (await deliveries.Take(Channels.Mail, cancellation) is not { } message) return false;
            if (message.IsOver) continue;
            using (ActorContext.As(Actor.System(message.Tenant))) await deliveries.Done(message, message.Tries > MostTries ? "gave_up" : await HandOver(message), cancellation);
        }
        return true;
    }

    private async Task<string> HandOver(OutgoingMessage message)
    {
        var items = NotificationReader.Views(await message.Rows.WithBadges(grains, message.Tenant));
        if (items.IsEmpty) return "unknown";
        var person = await grains.User(new(message.Tenant, message.UserId)).Get();
        // Nobody is written to at an address that is perhaps another's.
        if (!person.IsOk || person.Value.Suspended || !person.Value.EmailConfirmed) return "no_address";
        var name = (await grains.GetGrain<ITenantGrain>(new TenantKey(message.Tenant, "settings").ToString()).Get()).Name;
        var key = await grains.GetGrain<IKeyRingGrain>(new TenantKey(message.Tenant, "keys").ToString()).GetSigningKey();
        var scope = items is [var only] ? only.Kind : null;
        var unsubscribe = address.Of(message.Tenant, $"/unsubscribe/{UnsubscribeToken.Make(key, message.UserId, scope)}");
        var mail = NotificationMails.Of(name.Length > 0 ? name : "Learning Hub", person.Value.Email, person.Value.Name, items, path => address.Of(message.Tenant, path), unsubscribe);
        var queued = await grains.GetGrain<IMailGrain>($"{message.Tenant}/{message.MessageId}").Queue(mail);
        if (queued.IsOk) return "queued";
        // For the moment: it is held, and tried again under the same id.
        if (queued.Error.Kind is ErrorKind.Unavailable) throw new TimeoutException(queued.Error.Code);
        return queued.Error.Code;
    }
}
