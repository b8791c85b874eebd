using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Quizzes;

/// <summary>A quiz belongs to one lesson of one course, and its id follows from theirs: nothing has to be stored twice, and no quiz can be named by another course.</summary>
public readonly record struct QuizKey(string Tenant, string QuizId)
{
    public static QuizKey OfLesson(CourseKey course, string lessonId) => new(course.Tenant, IdOf(course.CourseId, lessonId));

    /// <summary>32 hex digits of SHA-256 of the course's and the lesson's id.</summary>
    public static string IdOf(string courseId, string lessonId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{courseId}/{lessonId}")).AsSpan(0, 16));

    public override string ToString() => $"{Tenant}/{QuizId}";
    public static QuizKey Parse(string key) => key.Split('/') is [var t, var q] ? new(t, q) : throw new FormatException($"Not a quiz key: {key}");
}

/// <summary>All attempts of one learner at one quiz.</summary>
public readonly record struct AttemptsKey(string Tenant, string QuizId, string UserId)
{
    public QuizKey Quiz => new(Tenant, QuizId);
    public UserKey User => new(Tenant, UserId);
    public override string ToString() => $"{Tenant}/{QuizId}/{UserId}";
    public static AttemptsKey Parse(string key) => key.Split('/') is [var t, var q, var u] ? new(t, q, u) : throw new FormatException($"Not a key of attempts: {key}");
}
