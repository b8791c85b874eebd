using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Media;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Media;

/// <summary>Captions of a lesson's video, one WebVTT file a language.</summary>
internal static class CaptionApi
{
    public static void MapCaptionApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Media").MapGroup("/courses/{courseId}/lessons/{lessonId}/captions/{language}");
        api.MapPut("", Put).Access(Permission.Teach).WithName("captions.put").WithMetadata(new RequestSizeLimitAttribute(WebVtt.MaxBytes + 1024)).Accepts<Stream>("text/vtt")
            .WithSummary("Sets the captions of the lesson's video in a language (a BCP 47 tag), in place of those there were: a WebVTT file in UTF-8 of at most 1 MB, sent as the body. Kept is what was understood: times, words, bold, italic, underlined and voices.")
            .Produces<CaptionsAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422);
        api.MapDelete("", Remove).Access(Permission.Teach).WithName("captions.remove").WithSummary("Takes the captions of a language away.")
            .Produces<CaptionsAnswer>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> Put(string courseId, string lessonId, string language, HttpContext http, CaptionCalls captions)
    {
        try
        {
            return (await captions.Put(http.Viewer().Tenant, courseId, lessonId, language, http.Request.Body, http.RequestAborted)).ToApi(Answer);
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode == 413 ? ProblemResults.Problem(413, WebVtt.TooLarge.Code, WebVtt.TooLarge.Message, "captions") : ProblemResults.BadRequest("The captions did not arrive whole.");
        }
    }

    private static async Task<IResult> Remove(string courseId, string lessonId, string language, HttpContext http, CaptionCalls captions) =>
        (await captions.Remove(http.Viewer().Tenant, courseId, lessonId, language)).ToApi(Answer);

    private static IResult Answer(MediaView media) => Results.Ok(new CaptionsAnswer([.. media.Captions.Select(c => new CaptionsOf(c.Language, CourseWords.Language(c.Language), c.Cues))]));

    /// <param name="Captions">All that the video has now.</param>
    internal sealed record CaptionsAnswer(ImmutableArray<CaptionsOf> Captions);

    internal sealed record CaptionsOf(string Language, string Label, int Cues);
}
