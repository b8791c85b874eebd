using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Notifications;

/// <summary>What a person does with what is in their inbox. Key <see cref="UserKey"/>; only the person themself (<c>notifications.not_yours</c>). All is safe to
/// repeat, and told to the person's other pages by a push of kind <c>inbox</c> (an <see cref="UnreadView"/>) on their topic.</summary>
public interface IInboxGrain : IGrainWithStringKey
{
    /// <summary>What is read is not mailed or pushed any more. Errors: <c>notifications.not_found</c>.</summary>
    [Requires(Permission.SignedIn), Alias("MarkRead")] Task<Result<UnreadView>> MarkRead(MarkRead command);
    [Requires(Permission.SignedIn), Alias("MarkAllRead")] Task<Result<UnreadView>> MarkAllRead(MarkAllRead command);

    /// <summary>Taken back within a week. Errors: <c>notifications.not_found</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Delete")] Task<Result<UnreadView>> Delete(DeleteNotification command);
}

/// <summary>Reads of one's own inbox. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface INotificationQueriesGrain : IGrainWithStringKey
{
    /// <summary>The caller's, newest first. Errors: <c>common.bad_cursor</c>, <c>notifications.no_kind</c>.</summary>
    [Requires(Permission.SignedIn), Alias("List")] Task<Result<InboxView>> List(InboxQuery query);

    /// <summary>One of the caller's, also one that only a mail showed. Errors: <c>notifications.not_found</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Get")] Task<Result<NotificationView>> Get(string notificationId);

    /// <summary>At most 1,000 are counted.</summary>
    [Requires(Permission.SignedIn), Alias("Unread")] Task<UnreadView> Unread();
}

/// <summary>Tells people's pages how many they have not read. Key <c>tenant/inboxes</c>, a stateless worker. Volatile.</summary>
public interface IInboxPushGrain : IGrainWithStringKey
{
    /// <summary>At most 500 people.</summary>
    [Requires(Permission.System), Alias("Tell")] Task Tell(ImmutableArray<string> userIds);
}

/// <summary>What a person wants to be told, where and when. Key <see cref="UserKey"/>; only the person themself (<c>notifications.not_yours</c>).</summary>
public interface INotificationSettingsGrain : IGrainWithStringKey
{
    [Requires(Permission.SignedIn), ReadOnly, Alias("Get")] Task<Result<NotificationSettingsView>> Get();

    /// <summary>Errors, with their field: <c>notifications.no_kind</c>, <c>notifications.choice_invalid</c>, <c>notifications.hours_invalid</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Set")] Task<Result<Receipt>> Set(SetNotificationSettings command);

    /// <summary>Nothing of this kind any more, on no channel; or as the person had it before, by default where that is not known. Errors: <c>notifications.no_kind</c>.</summary>
    [Requires(Permission.SignedIn), Alias("MuteKind")] Task<Result<Receipt>> MuteKind(MuteKind command);

    /// <summary>Nothing about this course any more but what is about the person themself: an order, a certificate, a mark. Errors: <c>notifications.no_course</c>,
    /// <c>notifications.too_many_courses</c> (300).</summary>
    [Requires(Permission.SignedIn), Alias("MuteCourse")] Task<Result<Receipt>> MuteCourse(MuteCourse command);

    /// <summary>By a signed link (RFC 8058). Safe to repeat. Errors: <c>notifications.no_kind</c>.</summary>
    [Requires(Permission.System), Alias("Unsubscribe")] Task<Result<Receipt>> Unsubscribe(UnsubscribeMail command);

    /// <summary>Pushes go to this browser from now on, as long as the caller's session lasts. The same endpoint again is the same device (<see cref="PushDeviceId"/>), and
    /// belongs to the session that named it last. Errors:
    /// <c>notifications.device_invalid</c> (no public https address, or keys that are none), <c>notifications.too_many_devices</c> (10: the oldest goes, so never).</summary>
    [Requires(Permission.SignedIn), Alias("AddDevice")] Task<Result<Receipt>> AddDevice(AddPushDevice command);

    /// <summary>Safe to repeat.</summary>
    [Requires(Permission.SignedIn), Alias("RemoveDevice")] Task<Result<Receipt>> RemoveDevice(RemovePushDevice command);

    /// <summary>For the worker that sends.</summary>
    [Requires(Permission.System), ReadOnly, Alias("GetDevices")] Task<ImmutableArray<PushDevice>> GetDevices();
}

/// <summary>Links that work without a session. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IUnsubscribeGrain : IGrainWithStringKey
{
    /// <summary>What a link would end, or <c>notifications.link_invalid</c>.</summary>
    [Requires(Permission.Anyone), Alias("Look")] Task<Result<UnsubscribeOffer>> Look(string token);

    /// <summary>Ends it. Safe to repeat.</summary>
    [Requires(Permission.Anyone), Alias("Confirm")] Task<Result<UnsubscribeOffer>> Confirm(string token);
}

/// <param name="KindName">Null: all mails of notifications.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.UnsubscribeOffer")]
public sealed record UnsubscribeOffer(string? Kind, string? KindName);

/// <summary>The academy's key for web push (VAPID, RFC 8292). Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IPushKeyGrain : IGrainWithStringKey
{
    /// <summary>The public key, as browsers ask for it: an uncompressed point, base64url.</summary>
    [Requires(Permission.SignedIn), Alias("GetPublicKey")] Task<string> GetPublicKey();
}

/// <summary>Names of projections that pages wait for.</summary>
public static class NotificationProjections
{
    public const string Notifications = "notifications";
}
