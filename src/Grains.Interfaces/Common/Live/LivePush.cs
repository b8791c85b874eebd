using Orleans.Runtime;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>One push to the viewers of a topic. A hint, delivered at most once: <paramref name="Seq"/> lets a client see a
/// gap and ask for what it missed (0 for kinds that are not ordered, such as typing; presence only rises, with gaps).</summary>
/// <param name="Json">The payload, a JSON object, already rendered with <see cref="LiveJson"/>.</param>
[GenerateSerializer, Immutable, Alias("hub.LivePush")]
public sealed record LivePush(string Topic, string Kind, long Seq, string Json);

/// <summary>Topics: <c>chat:{course}</c>, <c>media:{media}</c>, <c>user:{user}</c>, <c>course:{course}</c>,
/// <c>quiz:{quiz}</c> (its staff), <c>class:{class}</c>, <c>board:{all, week, c-course, cw-course}</c>. One Orleans stream a topic.</summary>
public static class LiveTopics
{
    public const string Provider = "live";
    public const string Namespace = "hub.live";

    public static string Board(string id) => $"board:{id}";
    public static string Chat(string courseId) => $"chat:{courseId}";
    public static string Media(string mediaId) => $"media:{mediaId}";
    public static string User(string userId) => $"user:{userId}";
    public static string Course(string courseId) => $"course:{courseId}";
    public static string Class(string classId) => $"class:{classId}";
    public static string Quiz(string quizId) => $"quiz:{quizId}";

    public static StreamId Stream(string tenant, string topic) => StreamId.Create(Namespace, $"{tenant}/{topic}");
}
