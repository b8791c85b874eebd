using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Notifications;

internal static class NotificationErrors
{
    public static readonly Error NotYours = Error.Forbidden("notifications.not_yours", "Everybody reads and settles this for themselves.");
    public static readonly Error NotFound = Error.NotFound("notifications.not_found", "There is no such notification.");
    public static readonly Error NoKind = Error.NotFound("notifications.no_kind", "There is no such kind of notification.");
    public static readonly Error NoCourse = Error.NotFound("notifications.no_course", "There is no such course.");
    public static readonly Error ChoiceInvalid = Error.Invalid("notifications.choice_invalid", "In the inbox a kind is on or off; by mail and push it is off, at once or once a day.", "choices");
    public static readonly Error HoursInvalid = Error.Invalid("notifications.hours_invalid", "Times are minutes of a day, 0 to 1439, and quiet hours end at another time than they begin.", "quiet");
    public static readonly Error TooManyCourses = new("notifications.too_many_courses", "At most 300 courses can be muted.", ErrorKind.TooMany);
    public static readonly Error DeviceInvalid = Error.Invalid("notifications.device_invalid", "A device is a push address under https, of a public host, with its two keys.", "endpoint");
    public static readonly Error LinkInvalid = Error.NotFound("notifications.link_invalid", "This link is not valid. You can settle what you get under Notifications in your account.");
}
