using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Common;

/// <summary>Errors as problem details (RFC 9457) with a stable <c>code</c>. The one place where <see cref="ErrorKind"/> becomes a status.</summary>
public static class ProblemResults
{
    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.SignIn => StatusCodes.Status401Unauthorized,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static IResult ToProblem(this Error error) => Problem(Status(error.Kind), error.Code, error.Message, error.Field);

    public static IResult NotFound(string code = "common.not_found", string message = "There is nothing here.") => Problem(404, code, message);
    public static IResult Forbidden(string code = "common.forbidden", string message = "You may not do this.") => Problem(403, code, message);
    public static IResult SignIn() => Problem(401, "common.sign_in", "Sign in first.");
    public static IResult BadRequest(string message, string? field = null) => Problem(400, "common.bad_request", message, field);

    public static IResult Problem(int status, string code, string message, string? field = null)
    {
        var problem = new ProblemDetails { Status = status, Title = message, Type = $"urn:learning-hub:error:{code}" };
        problem.Extensions["code"] = code;
        if (field is not null) problem.Extensions["field"] = field;
        return Results.Json(problem, contentType: "application/problem+json", statusCode: status);
    }

    /// <summary>200 with the value, or the problem.</summary>
    public static IResult ToApi<T>(this Result<T> result) => result.ToApi(static v => Results.Ok(v));

    public static IResult ToApi<T>(this Result<T> result, Func<T, IResult> ok) => result.IsOk ? ok(result.Value) : result.Error.ToProblem();
}
