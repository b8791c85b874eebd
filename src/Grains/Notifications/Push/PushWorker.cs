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

/// <summary>Sends due pushes, in processes with the worker role; any number may run, each with so many messages in hand. A service that hangs holds up neither others' messages nor the
/// person's other devices (<see cref="PushLanes"/>). Each device is noted when it has the message, so that a try after a failure leaves it out. A crash between
/// a push service's yes and that note is the one place where a message is sent twice, and the browser shows it once: it carries its id.</summary>
internal sealed partial class PushWorker(Deliveries deliveries, PushSender sender, IGrainFactory grains, PublicAddress address, IOptions<NotificationOptions> options, TimeProvider time, ILogger<PushWorker> log)
    : BackgroundService
{
    private const int AtOnce = PushLanes.InAll, MostTries = 8, MostTitles = 3;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Life = TimeSpan.FromDays(1), UrgentLife = TimeSpan.FromMinutes(30), Busy = TimeSpan.FromSeconds(2);
    private readonly PushLanes _lanes = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        using var hands = new SemaphoreSlim(AtOnce);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                while (await Next(hands, stoppingToken)) { }
        }
        finally
        {
            // What is in hand ends with the process: a message that is not noted is held, and sent again under its id.
            for (var i = 0; i < AtOnce; i++) await hands.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Takes the next message in hand as soon as a hand is free. False: nothing is due, or it cannot be asked.</summary>
    private async Task<bool> Next(SemaphoreSlim hands, CancellationToken stopping)
    {
        await hands.WaitAsync(stopping);
        OutgoingMessage? message = null;
        try { message = await deliveries.Take(Channels.Push, stopping); }
        catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested) { RoundFailed(log, e); }
        finally
        {
            if (message is null) hands.Release();
        }
        if (message is null) return false;
        _ = InHand(message, hands, stopping);
        return true;
    }

    private async Task InHand(OutgoingMessage message, SemaphoreSlim hands, CancellationToken stopping)
    {
        try { await Handle(message, stopping); }
        catch (Exception e) when (e is OperationCanceledException && stopping.IsCancellationRequested) { }
        catch (Exception e) when (e is not OutOfMemoryException) { RoundFailed(log, e); }
        finally { hands.Release(); }
    }

    /// <summary>The next message to all devices of its person. False: nothing is due.</summary>
    internal async Task<bool> Round(CancellationToken cancellation)
    {
        if (await deliveries.Take(Channels.Push, cancellation) is not { } message) return false;
        await Handle(message, cancellation);
        return true;
    }

    private async Task Handle(OutgoingMessage message, CancellationToken cancellation)
    {
        if (message.IsOver) return;
        using var actor = ActorContext.As(Actor.System(message.Tenant));
        if (message.Tries > MostTries) await deliveries.Done(message, "gave_up", cancellation);
        else await Send(message, cancellation);
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
        // Longer than all that follows takes: nobody else begins with it meanwhile.
        await deliveries.Again(message, deliveries.Hold, cancellation);
        var tries = await Task.WhenAll(devices.Where(d => !message.Reached.Contains(d.DeviceId)).Select(async device =>
        {
            var host = PushSender.HostOf(device);
            var turn = await _lanes.Enter(host, cancellation);
            if (turn is not PushTurn.Mine) return (Turn: turn, Answer: new PushAnswer(PushOutcome.Later));
            bool? silent = null;
            try
            {
                var answer = await sender.Send(device, text, message.MessageId[^32..], urgency, urgency is NotificationUrgency.Urgent ? UrgentLife : Life, key, Contact(message.Tenant), cancellation);
                silent = answer.Silent;
                // Noted at once, whatever the person's other devices do.
                if (answer.Outcome is PushOutcome.Sent) await deliveries.Reached(message, device.DeviceId, cancellation);
                else if (answer.Outcome is PushOutcome.Gone) await grains.NotificationSettings(new(message.Tenant, message.UserId)).RemoveDevice(new(device.DeviceId));
                else if (answer.Outcome is PushOutcome.Refused) Refused(log, device.DeviceId);
                return (Turn: turn, Answer: answer);
            }
            finally { _lanes.Leave(host, silent); }
        }));
        var failed = tries.Where(t => t is { Turn: not PushTurn.Busy, Answer.Outcome: PushOutcome.Later }).ToArray();
        if (failed.Length > 0) await deliveries.Again(message, failed.Max(t => t.Answer.After ?? TimeSpan.FromSeconds(Math.Min(3600, 15 * Math.Pow(2, message.Tries - 1)))), cancellation);
        else if (tries.Any(t => t.Turn is PushTurn.Busy)) await deliveries.NotTried(message, Busy, cancellation);
        else await deliveries.Done(message, message.Reached.Count > 0 || tries.Any(t => t.Answer.Outcome is PushOutcome.Sent) ? "sent" : "refused", cancellation);
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
