using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Tests.Gamification;

/// <summary>Something a person did, and how the event table tells it.</summary>
internal sealed record Happening(string User, string Kind, string Course, string Subject, DateTimeOffset At, Guid Id)
{
    public static Happening Random(Random random, int users, int courses, int lessons, DateTimeOffset from, TimeSpan span)
    {
        string[] kinds = ["lesson", "lesson", "lesson", "lesson", "quiz", "quiz", "message", "course", "failed"];
        var id = new byte[16];
        random.NextBytes(id);
        return new($"u{random.Next(users)}", kinds[random.Next(kinds.Length)], $"c{random.Next(courses)}", $"l{random.Next(lessons)}", from.AddMilliseconds(Math.Floor(random.NextDouble() * span.TotalMilliseconds)), new(id));
    }

    public EventRow Row(string tenant, long position) => Kind switch
    {
        "lesson" => Row(tenant, position, "enrolment", $"{tenant}/{Course}/{User}", "enrolment.lesson_completed", new LessonCompleted(Subject)),
        "course" => Row(tenant, position, "enrolment", $"{tenant}/{Course}/{User}", "enrolment.course_completed", new CourseCompleted(3)),
        "quiz" => Row(tenant, position, "attempts", $"{tenant}/quiz-{Subject}/{User}", "attempt.graded", new AttemptGraded(Course, Subject, 1, 9, 10, 0.9m, true, 1, false)),
        "failed" => Row(tenant, position, "attempts", $"{tenant}/quiz-{Subject}/{User}", "attempt.graded", new AttemptGraded(Course, Subject, 1, 1, 10, 0.1m, false, 1, false)),
        _ => Row(tenant, position, "chat-room", $"{tenant}/{Course}", "chat.message_sent", new MessageSent(Id.ToString("n"), User, position)),
    };

    private EventRow Row(string tenant, long position, string type, string key, string name, DomainEvent e) => new(
        1, 1, position, type, key, position, Id, name, JsonSerializer.Serialize(e, e.GetType(), HubJson.Options), Actor.System(tenant).ToString(), null, At);
}

/// <summary>The boards, counted from scratch in the plainest way: each thing once, at its earliest; then a full sort.</summary>
internal static class PointsRecount
{
    public static Dictionary<string, List<(string User, long Points)>> Of(IEnumerable<Happening> all)
    {
        var first = all.Where(h => h.Kind != "failed").GroupBy(h => (h.User, Thing(h))).Select(g => g.OrderBy(h => h.At).ThenBy(h => h.Id).First());
        var boards = new Dictionary<string, Dictionary<string, (long Points, DateTimeOffset Reached)>>();
        foreach (var h in first)
        {
            var week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(h.At.UtcDateTime)}-{ISOWeek.GetWeekOfYear(h.At.UtcDateTime):00}");
            foreach (var board in (string[])["all", $"w/{week}", $"c/{h.Course}", $"c/{h.Course}/{week}"])
            {
                if (!boards.TryGetValue(board, out var people)) boards[board] = people = [];
                var (points, reached) = people.GetValueOrDefault(h.User);
                people[h.User] = (points + h.Kind switch { "lesson" => 10, "course" => 100, "quiz" => 25, _ => 2 }, h.At > reached ? h.At : reached);
            }
        }
        return boards.ToDictionary(b => b.Key, b => b.Value.OrderByDescending(p => p.Value.Points).ThenBy(p => p.Value.Reached).ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => (p.Key, p.Value.Points)).ToList());
    }

    private static string Thing(Happening h) => h.Kind switch
    {
        "message" => $"message {h.At.UtcDateTime:yyyy-MM-dd}",
        "course" => $"course {h.Course}",
        _ => $"{h.Kind} {h.Course} {h.Subject}",
    };
}
