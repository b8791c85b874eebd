using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Quizzes;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Notifications;

/// <summary>What events tell, each once: a row a cause, however many people it is for, so that the projection's transaction stays short. <see cref="Spread"/> brings
/// it to each of them. Never made again from the events: people's marks would be lost, and all would be told anew.</summary>
internal sealed class NotificationFold(SpreadBell bell) : Fold
{
    private static readonly ImmutableArray<string> Audiences =
    [
        .. new[]
        {
            typeof(CourseCreated), typeof(StudentEnrolled), typeof(StudentReadmitted), typeof(StudentLeft), typeof(StudentRemoved), typeof(StudentRevoked),
            typeof(LiveClassScheduled), typeof(LiveClassChanged), typeof(LiveClassCancelled), typeof(LiveClassEnded), typeof(QuizCreated), typeof(OrderPlaced), typeof(AnnouncementWithdrawn),
        }.Select(Common.EventNames.Of),
    ];

    public override string Name => NotificationProjections.Notifications;
    public override bool IsRebuildable => false;
    public override IReadOnlyList<string> Tables =>
        ["notification_course", "notification_member", "notification_class", "notification_quiz", "notification_order", "notification_cause", "notification", "notification_delivery"];
    public override IReadOnlyList<string> EventNames { get; } = [.. NotificationCatalogue.EventNames.Union(Audiences)];

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        await using var since = new NpgsqlCommand("select at from notification_since", connection);
        var begun = new DateTimeOffset((DateTime)(await since.ExecuteScalarAsync(cancellation))!);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var e in events)
        {
            // A class that was moved is reminded of anew; one that is over is not.
            if (Audiences.Contains(e.Name) && e.AggregateType == "live_class") Add(batch, Forget, e.Tenant, e.Id);
            if (e.At >= begun) foreach (var (kind, cause) in NotificationCatalogue.Of(e)) Tell(batch, e, kind, cause);
            Remember(batch, e);
        }
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    public override Task Applied(IReadOnlyList<EventRow> events)
    {
        bell.Ring();
        return Task.CompletedTask;
    }

    /// <summary>Who is whose, for the causes that come later.</summary>
    private static void Remember(NpgsqlBatch batch, EventRow e)
    {
        switch (e.Name)
        {
            case "course.created":
                Add(batch, "insert into notification_course (tenant, course_id, instructor_id) values ($1, $2, $3) on conflict do nothing", e.Tenant, e.Id, e.Read<CourseCreated>().InstructorId);
                break;
            case "enrolment.enrolled" or "enrolment.readmitted":
                Add(batch, "insert into notification_member (tenant, course_id, user_id, since) values ($1, $2, $3, $4) on conflict do nothing", e.Tenant, MemberKey.Parse(e.Key).CourseId, e.Id, e.At.ToUniversalTime());
                break;
            case "enrolment.left" or "enrolment.removed" or "enrolment.revoked":
                Add(batch, "delete from notification_member where tenant = $1 and course_id = $2 and user_id = $3", e.Tenant, MemberKey.Parse(e.Key).CourseId, e.Id);
                break;
            case "live_class.scheduled":
                var scheduled = e.Read<LiveClassScheduled>();
                Add(batch, "insert into notification_class (tenant, class_id, course_id, host_id, starts_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
                    e.Tenant, e.Id, scheduled.CourseId, scheduled.HostId, scheduled.StartsAt.ToUniversalTime());
                break;
            case "live_class.changed":
                Add(batch, "update notification_class set starts_at = $3 where tenant = $1 and class_id = $2", e.Tenant, e.Id, e.Read<LiveClassChanged>().StartsAt.ToUniversalTime());
                break;
            case "quiz.created":
                var quiz = e.Read<QuizCreated>();
                Add(batch, "insert into notification_quiz (tenant, quiz_id, course_id, lesson_id) values ($1, $2, $3, $4) on conflict do nothing", e.Tenant, e.Id, quiz.CourseId, quiz.LessonId);
                break;
            case "order.placed":
                Add(batch, "insert into notification_order (tenant, order_id, buyer_id) values ($1, $2, $3) on conflict do nothing", e.Tenant, e.Id, e.Read<OrderPlaced>().BuyerId);
                break;
            case "announcement.withdrawn":
                Add(batch, Withdraw, e.Tenant, NotificationCatalogue.CauseOfAnnouncement(e.Id, e.Read<AnnouncementWithdrawn>().AnnouncementId), e.At.ToUniversalTime());
                break;
        }
    }

    private static void Tell(NpgsqlBatch batch, EventRow e, NotificationKind kind, Cause cause)
    {
        var command = new NpgsqlBatchCommand($"""
            insert into notification_cause (tenant, cause_id, kind, audience, audience_id, due_at, void_at, course_id, subject_id, person_id, detail)
            select @tenant, @id, @kind, {From(cause.To)}
            on conflict do nothing
            """);
        command.Parameters.AddWithValue("tenant", e.Tenant);
        command.Parameters.AddWithValue("id", kind.CauseId(cause, e.EventId));
        command.Parameters.AddWithValue("kind", kind.Id);
        command.Parameters.AddWithValue("to", cause.ToId);
        command.Parameters.AddWithValue("due", (cause.DueAt ?? e.At).ToUniversalTime());
        command.Parameters.Add(new("void", NpgsqlDbType.TimestampTz) { Value = (object?)cause.VoidAt?.ToUniversalTime() ?? DBNull.Value });
        command.Parameters.Add(new("course", NpgsqlDbType.Text) { Value = (object?)cause.CourseId ?? DBNull.Value });
        command.Parameters.Add(new("subject", NpgsqlDbType.Text) { Value = (object?)cause.SubjectId ?? DBNull.Value });
        command.Parameters.Add(new("person", NpgsqlDbType.Text) { Value = (object?)cause.PersonId ?? DBNull.Value });
        command.Parameters.AddWithValue("detail", cause.Detail);
        batch.BatchCommands.Add(command);
    }

    private static string From(Audience audience) => audience switch
    {
        Audience.Person => "'person', @to, @due, @void, @course, @subject, @person, @detail",
        Audience.Members => "'members', @to, @due, @void, @course, @subject, @person, @detail",
        Audience.Class => "'class', @to, @due, @void, @course, @subject, @person, @detail",
        Audience.Learners => "'learners', c.instructor_id, @due, @void, @course, @subject, @person, @detail from notification_course c where c.tenant = @tenant and c.course_id = @to",
        Audience.Instructor => "'person', c.instructor_id, @due, @void, @course, @subject, @person, @detail from notification_course c where c.tenant = @tenant and c.course_id = @to",
        Audience.Grader => "'person', c.instructor_id, @due, @void, q.course_id, q.lesson_id, @person, @detail from notification_quiz q join notification_course c using (tenant, course_id) where q.tenant = @tenant and q.quiz_id = @to",
        Audience.Buyer => "'person', o.buyer_id, @due, @void, @course, @subject, @person, @detail from notification_order o where o.tenant = @tenant and o.order_id = @to",
        Audience.MovedClass => "'members', c.course_id, @due, @void, @course, @subject, @person, @detail from notification_class c where c.tenant = @tenant and c.class_id = @to and c.starts_at <> @detail::timestamptz",
        _ => throw new ArgumentOutOfRangeException(nameof(audience)),
    };

    /// <summary>Reminders of a class that were not told yet.</summary>
    private const string Forget = "delete from notification_cause where tenant = $1 and subject_id = $2 and not done and audience = 'class' and after_user = ''";

    /// <summary>An announcement that is told to nobody any more. Its deliveries, perhaps those of thousands, are found void when they are taken.</summary>
    internal const string Withdraw = "update notification_cause set done = true, void_at = $3 where tenant = $1 and cause_id = $2";

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        batch.BatchCommands.Add(command);
    }
}
