using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace LearningHub.Grains.Notifications;

/// <summary>Key <see cref="UserKey"/>. Invariants: only known kinds, at most 300 muted courses and 10 devices. State under 28 KB, usually empty. The spread reads the document itself, so
/// that what was muted before an event is muted for it.</summary>
[GrainType("notification-settings")]
internal sealed class NotificationSettingsGrain(IAggregateStore store, IOptions<NotificationOptions> options, TimeProvider time)
    : AggregateGrain<NotificationSettingsState>(store), INotificationSettingsGrain
{
    private UserKey Me => UserKey.Parse(Key);
    private bool IsMine => Actor.UserId == Me.UserId;

    public async Task<Result<NotificationSettingsView>> Get()
    {
        if (!IsMine) return NotificationErrors.NotYours;
        var (state, me) = (State, GrainFactory.User(Me));
        var (user, sessions) = (await me.Get(), await me.ListSessions());
        var open = sessions.IsOk ? sessions.Value.Select(s => s.SessionId).ToHashSet() : [];
        var muted = ImmutableArray.CreateBuilder<MutedCourse>();
        // Only what they may see: a title is told by the course itself, to those it shows itself to.
        foreach (var id in state.MutedCourses) muted.Add(new(id, await GrainFactory.Course(new(Me.Tenant, id)).Get() is { IsOk: true, Value.Title: var title } ? title : "A course that you cannot see"));
        return new NotificationSettingsView(
            [.. NotificationCatalogue.All.Select(k => state.Of(k) is var c ? new KindSetting(k.Id, k.Name, k.Group, k.Icon, k.Urgency, c.InApp, c.Mail, c.Push, c != k.Default) : null!)],
            state.Quiet, state.DigestAt, user.IsOk ? user.Value.Zone : "", muted.ToImmutable(),
            [.. state.Devices.Select(d => new PushDeviceView(d.DeviceId, d.Name, d.DeviceId, d.AddedAt, open.Contains(d.SessionId), d.SessionId == Actor.SessionId))]);
    }

    public async Task<Result<Receipt>> Set(SetNotificationSettings command) => IsMine ? await Execute(command, s => NotificationSettings.Set(s, command)) : NotificationErrors.NotYours;
    public async Task<Result<Receipt>> MuteKind(MuteKind command) => IsMine ? await Execute(command, s => NotificationSettings.MuteKind(s, command)) : NotificationErrors.NotYours;

    public async Task<Result<Receipt>> MuteCourse(MuteCourse command)
    {
        if (!IsMine) return NotificationErrors.NotYours;
        // One that they may not see and one that is not there answer the same. What is muted may always be heard of again.
        if (!KeySegment.IsValid(command.CourseId) || command.Muted && !(await GrainFactory.Course(new(Me.Tenant, command.CourseId)).Get()).IsOk) return NotificationErrors.NoCourse;
        return await Execute(command, s => NotificationSettings.MuteCourse(s, command));
    }

    public Task<Result<Receipt>> Unsubscribe(UnsubscribeMail command) => Execute(command, s => NotificationSettings.Unsubscribe(s, command));

    public async Task<Result<Receipt>> AddDevice(AddPushDevice command)
    {
        if (!IsMine || Actor.SessionId is not { } session) return NotificationErrors.NotYours;
        if (!PushEndpoint.IsWellFormed(command, options.Value.AllowLocalPush)) return NotificationErrors.DeviceInvalid;
        var device = new StoredDevice(PushDeviceId.Of(command.Endpoint), command.Endpoint, command.P256dh, command.Auth, PlainText.Line(command.Name, 60) is { Length: > 0 } name ? name : "A browser", session, time.GetUtcNow());
        return await Execute(command, s => NotificationSettings.AddDevice(s, device));
    }

    public async Task<Result<Receipt>> RemoveDevice(RemovePushDevice command) =>
        IsMine || Actor.IsSystem ? await Execute(command, s => NotificationSettings.RemoveDevice(s, command.DeviceId)) : NotificationErrors.NotYours;

    public Task<ImmutableArray<PushDevice>> GetDevices() =>
        Task.FromResult<ImmutableArray<PushDevice>>([.. State.Devices.Select(d => new PushDevice(d.DeviceId, d.Endpoint, d.P256dh, d.Auth, d.SessionId))]);
}
