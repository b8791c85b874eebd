using Orleans.Runtime;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>One push to the viewers of a topic. A hint, delivered at most once: <paramref name="Seq"/> lets a client see a
/// gap and ask for what it missed (0 for kinds that are not ordered, such as typing; presence only rises, with gaps).</summary>
/// <param name="Json">The payload, a JSON object, already rendered with <see cref="LiveJson"/>.</param>
[GenerateSerializer, Immutable, Alias("hub.LivePush")]
public sealed record LivePush(string Topic, string Kind, long Seq, string Json);

/// <summary>Topics: <c>chat:{course}</c>, <c>media:{media}</c>, <c>user:{user}</c>, <c>course:{course}</c>,
/// <c>quiz:{quiz}</c> (its staff), <c>class:{class}</c>, <c>board:{all, week, c-course, cw-course}</c>. One Orleans stream a topic; only those of
/// people share <see cref="PeopleStreams"/> a tenant: people are many, most are not there, and a stream costs a grain and a stored row from its first
/// push on. Who subscribes looks at <see cref="LivePush.Topic"/>.</summary>
public static class LiveTopics
{
    public const string Provider = "live";

    /// <summary>Of the provider, on silos and front ends alike: what one publishes to a queue that the others do not read is heard by nobody.</summary>
    public const int Queues = 4;

    public const string Namespace = "hub.live";

    /// <summary>How many streams the topics of a tenant's people ride on. While two versions with another number run, pushes between them are lost, as a push may be.</summary>
    public const int PeopleStreams = 16;
    private const string UserPrefix = "user:";

    public static string Board(string id) => $"board:{id}";
    public static string Chat(string courseId) => $"chat:{courseId}";
    public static string Media(string mediaId) => $"media:{mediaId}";
    public static string User(string userId) => UserPrefix + userId;
    public static string Course(string courseId) => $"course:{courseId}";
    public static string Class(string classId) => $"class:{classId}";
    public static string Quiz(string quizId) => $"quiz:{quizId}";

    public static StreamId Stream(string tenant, string topic) =>
        StreamId.Create(Namespace, topic.StartsWith(UserPrefix, StringComparison.Ordinal) ? $"{tenant}/people:{Shard(topic)}" : $"{tenant}/{topic}");

    /// <summary>The same in every process and for ever (FNV-1a), unlike a string's own hash.</summary>
    private static uint Shard(string topic)
    {
        var hash = 2_166_136_261u;
        foreach (var c in topic) hash = unchecked((hash ^ c) * 16_777_619u);
        return (hash ^ hash >> 16) % PeopleStreams;
    }
}
