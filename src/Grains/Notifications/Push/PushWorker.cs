using System.Text;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Notifications;

/// <summary>Sends due pushes, in processes with the worker role; any number may run. Each device is noted when it has the message, so that a try after a failure leaves it out. A crash between
/// a push service's yes and that note is the one place where a message is sent twice, and the browser shows it once: it carries its id.</summary>
internal sealed partial class PushWorker(Deliveries deliveries, PushSender sender, IGrainFactory grains, PublicAddress address, IOptions<NotificationOptions> options, TimeProvider time, ILogger<PushWorker> log)
    : BackgroundService
{
    private const int MostTries = 8, MostTitles = 3;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Life = TimeSpan.FromDays(1), UrgentLife = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await Round(stoppingToken) && !stoppingToken.IsCancellationRequested) { }
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                RoundFailed(log, e);
            }
        }
    }

    /// <summary>The next message to all devices of its person. False: nothing is due.</summary>
    internal async Task<bool> Round(CancellationToken cancellation)
    {
        if (await deliveries.Take(Channels.Push, cancellation) is not { } message) return false;
        if (message.IsOver) return true;
        using var actor = ActorContext.As(Actor.System(message.Tenant));
        if (message.Tries > MostTries) await deliveries.Done(message, "gave_up", cancellation);
        else await Send(message, cancellation);
        return true;
    }

    private async Task Send(OutgoingMessage message, CancellationToken cancellation)
    {
        var items = NotificationReader.Views(await message.Rows.WithBadges(grains, message.Tenant));
        var devices = await Devices(message);
        if (items.IsEmpty || devices.Count == 0)
        {
            await deliveries.Done(message, "no_device", cancellation);
            return;
        }
        using var key = VapidKey.Derive(await grains.GetGrain<IKeyRingGrain>(new TenantKey(message.Tenant, "keys").ToString()).GetSigningKey());
        var urgency = items.Max(i => i.Urgency);
        var text = Text(message.MessageId, items);
        TimeSpan? again = null;
        var sent = message.Reached.Count > 0;
        foreach (var device in devices.Where(d => !message.Reached.Contains(d.DeviceId)))
        {
            // Ten slow services take longer than a message is held for: nobody else begins with the rest meanwhile.
            await deliveries.Again(message, Deliveries.Hold, cancellation);
            var answer = await sender.Send(device, text, message.MessageId[^32..], urgency, urgency is NotificationUrgency.Urgent ? UrgentLife : Life, key, Contact(message.Tenant), cancellation);
            switch (answer.Outcome)
            {
                case PushOutcome.Sent:
                    sent = true;
                    await deliveries.Reached(message, device.DeviceId, cancellation);
                    break;
                case PushOutcome.Gone:
                    await grains.NotificationSettings(new(message.Tenant, message.UserId)).RemoveDevice(new(device.DeviceId));
                    break;
                case PushOutcome.Later:
                    var wait = answer.After ?? TimeSpan.FromSeconds(Math.Min(3600, 15 * Math.Pow(2, message.Tries - 1)));
                    again = again is { } longer && longer > wait ? longer : wait;
                    break;
                default:
                    Refused(log, device.DeviceId);
                    break;
            }
        }
        if (again is { } after) await deliveries.Again(message, after, cancellation);
        else await deliveries.Done(message, sent ? "sent" : "refused", cancellation);
    }

    /// <summary>Those whose session is still open: a person who signed out at a borrowed browser is not told there what is new.</summary>
    private async Task<List<PushDevice>> Devices(OutgoingMessage message)
    {
        var devices = await grains.NotificationSettings(new(message.Tenant, message.UserId)).GetDevices();
        if (devices.IsEmpty) return [];
        var sessions = await grains.User(new(message.Tenant, message.UserId)).ListSessions();
        var open = sessions.IsOk ? sessions.Value.Select(s => s.SessionId).ToHashSet() : [];
        return [.. devices.Where(d => open.Contains(d.SessionId))];
    }

    private string Contact(string tenant) => options.Value.Contact is { Length: > 0 } mail ? $"mailto:{mail}" : address.Of(tenant, "/");

    /// <summary>What the service worker shows, cut to what fits: <c>{ id, title, body, path }</c>.</summary>
    internal static byte[] Text(string messageId, IReadOnlyList<NotificationView> items)
    {
        var (title, body, path) = items is [var only] ? (only.Title, only.Body, $"/notifications/{only.NotificationId}")
            : ($"{items.Count} things are new", string.Join('\n', items.Take(MostTitles).Select(i => i.Title)), "/notifications");
        // At four bytes a letter and with escapes still under the limit.
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { id = messageId, title = Cut(title, 120), body = Cut(body, 300), path }, HubJson.Options));

        static string Cut(string text, int most)
        {
            if (text.Length <= most) return text;
            // Not through the middle of a letter of two units.
            var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
            return text[..end] + "…";
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of pushes failed; the next one goes on where it stopped")]
    private static partial void RoundFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The push service of device {Device} refused a message")]
    private static partial void Refused(ILogger logger, string device);
}
