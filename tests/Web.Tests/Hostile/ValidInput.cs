using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>What an honest caller would send, by the name of the route value, field or header. Where hostile requests begin.</summary>
internal static class ValidInput
{
    /// <summary>The fields of all forms; a form that does not know one ignores it.</summary>
    public static readonly string[] FormFields =
    [
        "title", "subtitle", "description", "subject", "level", "language", "price", "currency", "section", "item", "to", "index", "kind", "markdown", "dropVideo",
        "amount", "amountCurrency", "code", "combines", "count", "course", "from", "line", "minimum", "minimumCurrency", "paused", "percent", "perPersonLimit",
        "quantity", "returns", "seatLimit", "seen", "totalLimit", "until", "preview", "name", "headline", "zone", "email", "password", "current", "emailPassword", "token", "remember", "role", "reason", "completed", "theme", "next", "return", "op",
        "adminName", "id", "order", "provider", "keep", "confirmed", "refund", "marks", "tag", "question", "instructions", "timeLimit", "opensAt", "closesAt", "attemptsAllowed", "counting", "passPercent", "feedback", "maxTries",
        "penaltyPercent", "negative", "shuffle", "atOnce", "user", "extraTimePercent", "extraTimeMinutes", "extraAttempts", "place", "takeOver", "mark", "comment", "revision", "device", "rev1", "q1", "do",
        "hidden", "points.LessonCompleted", "points.CourseCompleted", "points.QuizPassed", "points.FirstMessageOfDay", "badge.0.id", "badge.0.name", "badge.0.metric", "badge.0.goal", "version", "startsAt", "minutes", "attendeeLimit",
        "upTo", "read", "deleted", "muted", "what", "digest", "quiet", "class_soon.inbox", "class_soon.mail", "class_soon.push",
        "users.registration", "users.session_hours", "users.remember_days", "chat.message_length", "chat.slow_mode", "orders.pay_minutes", "orders.refund_days", "live_classes.attendee_limit", "courses.approval", "edits", "text", "at",
    ];

    public static readonly string[] QueryFields =
    [
        "q", "search", "cursor", "limit", "before", "after", "ids", "return", "token", "email", "item", "role", "suspended", "all", "sort", "level", "subject",
        "language", "maxPriceMinor", "price", "unfinished", "done", "saved", "reason", "access_token", "status", "trouble", "kind", "amount", "line", "keep", "period", "course", "action", "actor", "from", "until", "seq", "hash", "show", "unread", "to", "since", "olderThan", "only", "t",
    ];

    public static string RouteValue(string name, Ids ids) => name switch
    {
        "courseId" => ids.Course,
        "sectionId" => ids.Section,
        "lessonId" => ids.Lesson,
        "messageId" => ids.Message,
        "mediaId" => ids.Media,
        "userId" => ids.User,
        "sessionId" => ids.Session,
        "token" => ids.MediaToken,
        "file" => "master.m3u8",
        "name" => "catalogue",
        "quizId" => ids.Quiz,
        "classId" => ids.LiveClass,
        "announcementId" => "a1",
        "kindId" => "class_soon",
        "notificationId" or "deviceId" => "0123456789abcdef0123456789abcdef",
        "slotId" => ids.Slot,
        "number" or "place" or "seq" => "1",
        "language" => "en",
        "refundId" => "refund-0001",
        "documentName" => "v1",
        _ => "x",
    };

    public static string Text(string name, Ids ids, Random random) => name switch
    {
        "section" or "sectionId" or "toSectionId" => ids.Section,
        "item" or "itemId" => random.Next(2) == 0 ? ids.Lesson : ids.Section,
        "to" => ids.Section,
        "mediaId" => ids.Media,
        "index" => "0",
        "orderId" or "refundId" or "order" or "refund" => $"order-{random.NextInt64():x16}",
        "provider" => "test",
        "confirmed" => "5",
        "courseId" or "lessonId" or "id" or "clientId" or "op" => Convert.ToHexStringLower(BitConverter.GetBytes(random.NextInt64())),
        "title" or "name" or "adminName" or "headline" or "subtitle" => "A fair text",
        "description" => "A description that is long enough to publish a course with: fifty characters and more.",
        "subject" => "Software",
        "level" => "startingOut",
        "language" => "en",
        "price" => "0",
        "currency" => "EUR",
        "kind" => "text",
        "markdown" or "text" => "# Words\n\nAnd *more* words.",
        "zone" => "Europe/Berlin",
        "email" or "adminEmail" => $"h{random.NextInt64():x}@example.test",
        "password" or "adminPassword" => Hosting.HubClient.Password,
        "current" or "emailPassword" => "not-my-password-1",
        "role" => "student",
        "ids" => $"{ids.User},{ids.User}",
        "completed" => "true",
        "theme" => "dark",
        "next" or "return" => "/catalogue",
        "remember" => "on",
        "limit" => "20",
        "code" => "AUTUMN-15",
        "course" or "line" => ids.Course,
        "quantity" or "count" or "paused" or "combines" or "returns" => "1",
        "percent" => "12.5",
        "amount" or "minimum" => "5",
        "amountCurrency" or "minimumCurrency" => "EUR",
        "from" => "2026-11-01T00:00",
        "until" => "2099-11-30T23:59",
        "seen" => "4900",
        "marks" or "mark" or "place" or "revision" or "rev1" or "maxTries" or "attemptsAllowed" => "1",
        "user" or "userId" => ids.User,
        "deviceId" or "device" => "fair",
        "timeLimit" or "passPercent" or "penaltyPercent" or "extraTimePercent" or "extraTimeMinutes" or "extraAttempts" => "10",
        "opensAt" => "2026-11-01T10:00",
        "closesAt" => "2036-11-01T10:00",
        "counting" => "Highest",
        "feedback" => "Deferred",
        "do" => random.Next(3) switch { 0 => "save", 1 => "handin", _ => "check-1" },
        _ => "fair",
    };

    /// <summary>A body of the endpoint's own type with every field.</summary>
    public static JsonObject Body(Type type, Ids ids, Random random)
    {
        var body = new JsonObject();
        foreach (var property in type.GetProperties())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            body[name] = Value(name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, ids, random);
        }
        return body;
    }

    private static JsonNode? Value(string name, Type type, Ids ids, Random random)
    {
        if (name == "mediaId" && random.Next(2) == 0) return null;
        if (type == typeof(string)) return Text(name, ids, random);
        if (type == typeof(Money)) return new JsonObject { ["minor"] = 500, ["currency"] = "EUR" };
        if (name == "quantity") return 1;
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(int) || type == typeof(long)) return name == "expectedVersion" ? null : random.Next(0, 3);
        if (type == typeof(decimal)) return 1;
        if (type == typeof(DateTimeOffset)) return "2026-11-01T10:00:00Z";
        if (type.IsEnum) return JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[0]);
        if (name == "intervals") return new JsonArray(new JsonArray(0, 1000), new JsonArray(2000, 3000));
        if (name == "roles") return new JsonArray("student");
        return typeof(IEnumerable).IsAssignableFrom(type) ? new JsonArray() : new JsonObject();
    }
}
