using System.Security.Cryptography;
using System.Text;

namespace LearningHub.WebFrontend.Courses;

/// <summary>Ids of new things. With an idempotency key the id follows from it, so that a repeated request means the same thing.</summary>
internal static class CourseIds
{
    /// <param name="asked">The id the caller made, if any; checked by the grain.</param>
    public static string New(HttpContext http, TimeProvider time, string scope, string? asked = null)
    {
        if (asked is { Length: > 0 }) return asked;
        if (http.OperationId() is not { } key) return KeySegment.NewId(time);
        var viewer = http.Viewer();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{viewer.Tenant}\n{viewer.UserId}\n{scope}\n{key}")).AsSpan(0, 16));
    }
}
