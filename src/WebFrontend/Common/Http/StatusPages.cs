namespace LearningHub.WebFrontend.Common;

/// <summary>Answers without a body (404 of routing, 400 of binding, 405, 415) get one.</summary>
internal static class StatusPages
{
    public static Task Answer(HttpContext http)
    {
        var status = http.Response.StatusCode;
        var result = status switch
        {
            404 => Refusals.NotFound(http),
            400 => ProblemResults.BadRequest("The request cannot be read: check its JSON, its fields and their types."),
            405 => ProblemResults.Problem(405, "common.method_not_allowed", "This address does not answer that method."),
            413 => ProblemResults.Problem(413, "common.too_large", "The request is too large."),
            415 => ProblemResults.Problem(415, "common.unsupported_media_type", "Send application/json."),
            _ => null,
        };
        return result?.ExecuteAsync(http) ?? Task.CompletedTask;
    }
}
