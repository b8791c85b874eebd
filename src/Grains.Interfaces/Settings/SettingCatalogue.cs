using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Settings;

/// <summary>Every setting there is. Who adds one adds it here, reads it through <c>ILiveSettings</c>, and writes the test that shows its effect.</summary>
public static class SettingCatalogue
{
    public static readonly OnOffSetting Registration = new("users.registration", "Users", "Registration is open",
        "Whether visitors may make themselves an account. Closed: they are told so. People who have one sign in as ever.", Standard: true, IsOpen: true);

    public static readonly NumberSetting SessionHours = new("users.session_hours", "Users", "A session ends after",
        "How long after its last use, unless the person asked to stay signed in. Counts at the next sign-in, and at the next use of a session that is open.", 12, 1, 72, "hours");

    public static readonly NumberSetting RememberDays = new("users.remember_days", "Users", "\u201cStay signed in\u201d lasts",
        "How long after signing in such a session ends, whether it is used or not. Counts from the next sign-in.", 30, 1, 90, "days");

    public static readonly NumberSetting MessageLength = new("chat.message_length", "Chat", "A message holds at most",
        "Characters of a chat message. What was written before stays.", 4_000, 100, 4_000, "characters");

    public static readonly NumberSetting SlowMode = new("chat.slow_mode", "Chat", "Slow mode",
        "How long a student waits between two messages in a course's chat. Its staff does not wait.", 0, 0, 300, "seconds", Zero: "off");

    public static readonly NumberSetting PayMinutes = new("orders.pay_minutes", "Orders", "An unpaid order runs out after",
        "How long places and coupon are held for a buyer. Counts for checkouts that begin from now on.", 30, 5, 1_440, "minutes");

    public static readonly NumberSetting RefundDays = new("orders.refund_days", "Orders", "Money is given back for",
        "How long after the payment an admin can begin a refund. What the platform itself gives back, and disputes at the provider, know no such limit.", 0, 0, 365, "days", Zero: "no limit");

    public static readonly OnOffSetting CourseApproval = new("courses.approval", "Courses", "Courses are approved before they are published",
        "An instructor submits a course and an admin approves it or sends it back. What is published already stays so; changed after its approval it comes back into the queue. Admins publish without.", Standard: false);

    public static readonly NumberSetting AttendeeLimit = new("live_classes.attendee_limit", "Live classes", "A class has room for",
        "For classes that are scheduled without a limit of their own; whoever comes later waits in order. Classes that are scheduled already keep what they have, and their hosts change it.", 0, 0, 1_000, "people", Zero: "no limit", IsOpen: true);

    public static ImmutableArray<Setting> All { get; } = [Registration, SessionHours, RememberDays, CourseApproval, MessageLength, SlowMode, AttendeeLimit, PayMinutes, RefundDays];

    public static Setting? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
