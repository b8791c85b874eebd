using Microsoft.Net.Http.Headers;

namespace LearningHub.WebFrontend.Common;

/// <summary>Bodies are UTF-8, and say so or nothing. A body of another charset is refused here, once: the readers of forms and of JSON throw at names
/// that they do not know and at those that are switched off (UTF-7).</summary>
internal sealed class TextEncodings(RequestDelegate next)
{
    public Task Invoke(HttpContext http) => IsKnown(http.Request.ContentType)
        ? next(http)
        : ProblemResults.Problem(415, "common.unsupported_media_type", "Send text as UTF-8.").ExecuteAsync(http);

    private static bool IsKnown(string? contentType) =>
        contentType is null || !MediaTypeHeaderValue.TryParse(contentType, out var type) || type.Charset.Length == 0
        || HeaderUtilities.RemoveQuotes(type.Charset) is var charset
        && (charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase));
}
