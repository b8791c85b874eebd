using System.Collections.Frozen;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Quizzes;
using static LearningHub.Grains.Interfaces.Notifications.NotificationFrequency;
using static LearningHub.Grains.Interfaces.Notifications.NotificationUrgency;
using static LearningHub.Grains.Notifications.Source;

namespace LearningHub.Grains.Notifications;

/// <summary>All that people are told about. A kind is one line: id, name, heading, icon, urgency, what mail and push are by default, its texts (title, body, path, why), and the events
/// it comes from. Nothing else has to be touched: fold, inbox, settings, mail and push read this table.</summary>
internal static class NotificationCatalogue
{
    private const string Courses = "Courses", Live = "Live classes", Marks = "Quizzes and marks", Account = "Orders and access", Teaching = "Teaching";
    private const string Enrolled = "You are enrolled in {course}.", Yours = "You teach {course}.";
    private static readonly TimeSpan Day = TimeSpan.FromHours(24), Soon = TimeSpan.FromMinutes(10), Fresh = TimeSpan.FromHours(2);

    public static readonly IReadOnlyList<NotificationKind> All =
    [
        new("course_published", "New course of an instructor you learn with", Courses, "book", Low, Daily, Off, new("New course: {course}", "By {person}, whose courses you take.", "/courses/{courseId}", "You are enrolled in a course of {person}."),
            On<CoursePublished>((e, x) => new(Audience.Learners, e.Id) { CourseId = e.Id, PersonId = x.InstructorId })) { Once = c => $"published/{c.CourseId}" },
        new("announcement", "Announcement of a course", Courses, "bell", Normal, AtOnce, AtOnce, new("News in {course}", "{person} told everybody in the course something.", "/courses/{courseId}/announcements", Enrolled),
            On<AnnouncementPosted>((e, x) => new(Audience.Members, e.Id) { CourseId = e.Id, SubjectId = x.AnnouncementId, PersonId = x.AuthorId })) { Once = c => $"announcement/{c.CourseId}/{c.SubjectId}", IsSaidOnce = true },
        new("recording_ready", "Recording of a live class", Courses, "movie", Normal, Daily, Off, new("The recording is here: {lesson}", "Watch the live class again, or for the first time.", "/learn/{courseId}/{subjectId}", Enrolled),
            On<MediaReadied>((_, x) => x.LessonId.StartsWith("live-", StringComparison.Ordinal) ? new(Audience.Members, x.CourseId) { CourseId = x.CourseId, SubjectId = x.LessonId } : null)) { Once = c => $"recording/{c.CourseId}/{c.SubjectId}" },
        new("badge_earned", "Badge earned", Courses, "award", Low, Off, Off, new("You earned a badge: {badge}", "Well done.", "/points", "Badges are given for what you learn."),
            On<BadgeAwarded>((e, x) => new(Audience.Person, e.Id) { SubjectId = x.BadgeId })) { IsPersonal = true },
        new("certificate_issued", "Certificate issued", Courses, "certificate", Normal, AtOnce, AtOnce, new("Your certificate for {course} is here", "Show it, share it, or print it.", "/certificates", "You completed {course}."),
            On<CertificateIssued>((_, x) => new(Audience.Person, x.UserId) { CourseId = x.CourseId, SubjectId = x.CertificateId })) { IsPersonal = true },

        new("class_scheduled", "Live class scheduled", Live, "calendar", Normal, AtOnce, Off, new("Live class: {class}", "{when}, in {course}.", "/live/{subjectId}", Enrolled),
            On<LiveClassScheduled>((e, x) => OfClass(e, Audience.Members, x.CourseId))),
        new("class_moved", "Live class moved", Live, "calendar", Normal, AtOnce, AtOnce, new("Another time: {class}", "It now begins {when}.", "/live/{subjectId}", Enrolled),
            On<LiveClassChanged>((e, x) => OfClass(e, Audience.MovedClass, x.CourseId) with { Detail = Moment(x.StartsAt) })),
        new("class_tomorrow", "Live class in a day", Live, "clock", Normal, AtOnce, Off, new("In a day: {class}", "It begins {when}.", "/live/{subjectId}", "You are in {course}, and this class is a day away."),
            On<LiveClassScheduled>((e, x) => Reminder(e, x.CourseId, x.StartsAt, Day)), On<LiveClassChanged>((e, x) => Reminder(e, x.CourseId, x.StartsAt, Day))) { Once = OfReminder, IsSaidOnce = true },
        new("class_soon", "Live class in ten minutes", Live, "clock", Urgent, Off, AtOnce, new("In ten minutes: {class}", "It begins {when}.", "/live/{subjectId}", "You are in {course}, and this class begins in ten minutes."),
            On<LiveClassScheduled>((e, x) => Reminder(e, x.CourseId, x.StartsAt, Soon)), On<LiveClassChanged>((e, x) => Reminder(e, x.CourseId, x.StartsAt, Soon))) { Once = OfReminder, IsSaidOnce = true },
        new("class_opened", "Live class open", Live, "presentation", Urgent, Off, AtOnce, new("Come in: {class}", "The waiting room of {course} is open.", "/live/{subjectId}", Enrolled),
            On<LiveClassOpened>((e, x) => OfClass(e, Audience.Members, x.CourseId) with { VoidAt = e.At + Fresh })),
        new("seat_passed", "A seat in a live class is yours", Live, "users", Urgent, Off, AtOnce, new("You have a seat: {class}", "Somebody left, and you were next.", "/live/{subjectId}", "You waited for a seat in this class."),
            On<LiveSeatPassed>((e, x) => OfClass(e, Audience.Person, x.CourseId) with { ToId = x.UserId, VoidAt = e.At + Fresh })) { IsPersonal = true },
        new("class_cancelled", "Live class cancelled", Live, "circle-x", Urgent, AtOnce, AtOnce, new("Cancelled: {class}", "The live class of {course} does not take place.", "/courses/{courseId}", Enrolled),
            On<LiveClassCancelled>((e, x) => OfClass(e, Audience.Members, x.CourseId))),

        // Never the marks: what of them may be seen, and when, the quiz decides when its page is opened. A text is also in mails and on locked screens.
        new("quiz_marked", "Quiz marked", Marks, "circle-check", Low, Off, Off, new("Your attempt at {lesson} is marked", "It is in {course}.", "/learn/{courseId}/{subjectId}", "You took this quiz."),
            On<AttemptGraded>((e, x) => x.Preview || IsPerson(e) ? null : OfAttempt(e, x.CourseId, x.LessonId))) { IsPersonal = true },
        new("essay_marked", "Essay marked by a person", Marks, "pencil", Normal, AtOnce, AtOnce, new("Your attempt at {lesson} is marked", "Your answers in {course} were read and marked.", "/learn/{courseId}/{subjectId}", "You took this quiz."),
            On<AttemptGraded>((e, x) => x.Preview || !IsPerson(e) ? null : OfAttempt(e, x.CourseId, x.LessonId))) { IsPersonal = true },
        // Learners are written to by the regrade itself, which can say what changed.
        new("quiz_regraded", "Quiz marked again", Marks, "refresh", Normal, Off, AtOnce, new("Your result of {lesson} has changed", "It was marked again.", "/learn/{courseId}/{subjectId}", "You took this quiz, and it was marked again."),
            On<AttemptRegraded>((e, x) => x.Preview || x.Before == x.After ? null : OfAttempt(e, x.CourseId, x.LessonId))) { IsPersonal = true },

        // Their mails are the receipt and the note of the refund.
        new("order_paid", "Order paid", Account, "receipt", Normal, Off, Off, new("Your order is paid: {money}", "The receipt is with the order.", "/orders/{subjectId}", "You placed this order."),
            On<OrderPaid>((e, x) => new(Audience.Person, x.BuyerId) { SubjectId = e.Id, Detail = x.Total.ToString() })) { IsPersonal = true },
        new("order_refunded", "Order refunded", Account, "credit-card", Normal, Off, AtOnce, new("{money} went back to you", "Depending on your bank it takes some days to arrive.", "/orders/{subjectId}", "You placed this order."),
            On<OrderRefunded>((e, x) => new(Audience.Buyer, e.Id) { SubjectId = e.Id, Detail = x.Amount.ToString() })) { IsPersonal = true },
        new("place_offered", "A place in a course is yours", Account, "users", Urgent, AtOnce, AtOnce, new("A place in {course} is held for you", "Until {when}. After that the next one gets it.", "/courses/{courseId}", "You waited for a place in {course}."),
            On<SeatOffered>((e, x) => new(Audience.Person, x.UserId) { CourseId = e.Id, Detail = Moment(x.Until), VoidAt = x.Until })) { IsPersonal = true },
        new("enrolment_removed", "Removed from a course", Account, "circle-x", Normal, AtOnce, Off, new("You were taken out of {course}", "What you learned there is kept.", "/learning", "You were enrolled in {course}."),
            On<StudentRemoved>((e, _) => OfMember(e))) { IsPersonal = true },
        new("enrolment_readmitted", "Readmitted to a course", Account, "circle-check", Normal, AtOnce, Off, new("You are back in {course}", "Go on where you stopped.", "/learn/{courseId}", "You were enrolled in {course}."),
            On<StudentReadmitted>((e, _) => OfMember(e))) { IsPersonal = true },

        new("essay_waiting", "Essay waits for marking", Teaching, "pencil", Normal, Daily, Off, new("{count} to mark: {lesson}", "Answers in {course} wait for a person.", "/teach/courses/{courseId}", Yours),
            On<AttemptGradingChanged>((e, x) => x is { Place: 0, ToGrade: > 0 } ? new(Audience.Grader, AttemptsKey.Parse(e.Key).QuizId) { PersonId = e.Id } : null)) { Merges = true },
        new("student_enrolled", "New student", Teaching, "users", Low, Daily, Off, new("{people} enrolled", "In your course {course}.", "/teach/courses/{courseId}/students", Yours),
            On<StudentEnrolled>((e, _) => new(Audience.Instructor, Course(e)) { CourseId = Course(e), PersonId = e.Id })) { Merges = true, Once = c => $"enrolled/{c.CourseId}/{c.PersonId}" },
    ];

    private static readonly FrozenDictionary<string, NotificationKind> ById = All.ToFrozenDictionary(k => k.Id);
    private static readonly ILookup<string, (NotificationKind Kind, Source Source)> BySource = All.SelectMany(k => k.Sources, (k, s) => (k, s)).ToLookup(x => x.s.EventName);

    /// <summary>All that this version knows: a newer one, beside it during an upgrade, may know more.</summary>
    public static readonly string[] Ids = [.. All.Select(k => k.Id)];

    /// <summary>Those whose causes are cleared away.</summary>
    public static readonly string[] Forgettable = [.. All.Where(k => k.IsForgettable).Select(k => k.Id)];

    /// <summary>What an announcement of a course is told under.</summary>
    public static string CauseOfAnnouncement(string courseId, string announcementId) =>
        ById["announcement"].CauseId(new(Audience.Members, courseId) { CourseId = courseId, SubjectId = announcementId }, default);

    public static NotificationKind? Find(string? id) => id is null ? null : ById.GetValueOrDefault(id);

    public static IEnumerable<string> EventNames => BySource.Select(s => s.Key);

    /// <summary>What an event tells, of each kind at most one.</summary>
    public static IEnumerable<(NotificationKind Kind, Cause Cause)> Of(EventRow e)
    {
        foreach (var (kind, source) in BySource[e.Name])
            if (source.Of(e) is { } cause) yield return (kind, cause);
    }

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static Cause OfClass(EventRow e, Audience to, string courseId) => new(to, to is Audience.Members ? courseId : e.Id) { CourseId = courseId, SubjectId = e.Id };

    /// <summary>Null when that moment is gone already.</summary>
    private static Cause? Reminder(EventRow e, string courseId, DateTimeOffset startsAt, TimeSpan before) => startsAt - before <= e.At ? null
        : OfClass(e, Audience.Class, courseId) with { DueAt = startsAt - before, VoidAt = startsAt, Detail = Moment(startsAt) };

    private static string OfReminder(Cause c) => $"reminder/{c.SubjectId}/{c.Detail}";

    private static Cause OfAttempt(EventRow e, string courseId, string lessonId) =>
        new(Audience.Person, AttemptsKey.Parse(e.Key).UserId) { CourseId = courseId, SubjectId = lessonId };

    private static Cause? OfMember(EventRow e) => new(Audience.Person, e.Id) { CourseId = Course(e) };

    private static string Course(EventRow e) => MemberKey.Parse(e.Key).CourseId;

    /// <summary>Whether a person read and marked it. What needs no person is marked by the platform in the moment in which its taker hands it in, and in their name.</summary>
    private static bool IsPerson(EventRow e) => Actor.Parse(e.Actor) is { IsSystem: false } by && by.UserId != AttemptsKey.Parse(e.Key).UserId;
}
