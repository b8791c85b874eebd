using System.Data.Common;
using LearningHub.WebFrontend.Media;

namespace LearningHub.WebFrontend.Common;

/// <summary>What is not an expected outcome: refusals of the second fence, time-outs (unknown, never "failed"), input that cannot be read, and bugs.
/// Nothing of the inside is shown; the trace id is, for support.</summary>
internal sealed partial class UnhandledErrors(RequestDelegate next, ILogger<UnhandledErrors> log)
{
    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody is left to answer.
            if (!http.Response.HasStarted) http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            SecurityHeaders.Set(http.Response);
            http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
            await Answer(http, e).ExecuteAsync(http);
        }
    }

    private IResult Answer(HttpContext http, Exception e)
    {
        switch (e)
        {
            case ActorDeniedException:
                Denied(log, e.Message);
                if (http.HasViewer() && http.Viewer().Person?.By is not null)
                    return Page(http, 403, "users.on_behalf", "Not on behalf of another", "You are here as somebody else. This is done in person, or as yourself.");
                return Refusals.NotFound(http);
            case BadHttpRequestException bad:
                return ProblemResults.Problem(bad.StatusCode, "common.bad_request", bad.StatusCode == 413 ? "The request is too large." : "The request cannot be read.");
            case IOException when DiskSpace.IsFull(e):
                Full(log, e);
                return Page(http, 507, "common.disk_full", "There is no room left", "The server's disk is full. What was kept before is still there: try again when the operator has made room.");
            case var _ when IsCutOff(e) && HttpMethods.IsGet(http.Request.Method):
                Slow(log, e);
                return Page(http, 503, "common.too_slow", "This took too long", "The database gave up on it. Ask for less, or try again in a moment.");
            // Cancelled while the caller waits: given up by the other side, such as a grain that was too slow to come up.
            case TimeoutException or OperationCanceledException or OrleansMessageRejectionException:
            case var _ when IsDatabaseAway(e) || IsCutOff(e):
                // The latter: a silo has just gone, with or without having done it; its grains move to the others.
                Unknown(log, e);
                return Page(http, 503, "common.outcome_unknown", "We do not know yet",
                    "The answer did not come. What you asked for may or may not have happened: look again in a moment before you repeat it.");
            default:
                Bug(log, e);
                return Page(http, 500, "common.internal", "Something broke on our side", "It was written down. What you did before is kept.");
        }
    }

    /// <summary>The database is down or cut this connection: it will be back, and what was asked may have been done.</summary>
    private static bool IsDatabaseAway(Exception? e) => e switch
    {
        null => false,
        DbException { IsTransient: true } or DbException { SqlState: ['5', '7', 'P', ..] } => true,
        _ => IsDatabaseAway(e.InnerException),
    };

    /// <summary>A statement took longer than one may. What else was done for the request is not known here.</summary>
    private static bool IsCutOff(Exception? e) => e is not null && (e is DbException { SqlState: "57014" } || IsCutOff(e.InnerException));

    private static IResult Page(HttpContext http, int status, string code, string title, string text) =>
        Refusals.WantsPage(http) ? Pages.Message(http, status, title, $"{text} ({http.TraceIdentifier})") : ProblemResults.Problem(status, code, $"{title}. {text}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The call fence refused: {Reason}")]
    private static partial void Denied(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request was not answered; its outcome is unknown")]
    private static partial void Unknown(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cut off a statement that took too long")]
    private static partial void Slow(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The disk is full")]
    private static partial void Full(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unhandled error")]
    private static partial void Bug(ILogger log, Exception e);
}
