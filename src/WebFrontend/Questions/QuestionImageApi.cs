using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Questions;

/// <summary>Pictures for questions: put in as they are, given out with the type that their bytes say, never as anything that runs.</summary>
internal static class QuestionImageApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.ApiGroup("Questions").MapPost("/courses/{courseId}/images", Put).Access(Permission.Teach).WithName("questions.images.add")
            .WithMetadata(new RequestSizeLimitAttribute(QuestionImages.MaxBytes + 1024))
            .WithSummary("Keeps a picture (PNG, JPEG, GIF, WebP or AVIF by its bytes, at most 5 MiB), sent as the body. Answers the address to write into Markdown.")
            .Produces<ImageAnswer>(201).ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(422);
        routes.PageGroup("Questions").MapGet("/images/{imageId}", Get).Access(Permission.SignedIn).WithName("questions.images.get");
    }

    private static async Task<IResult> Put(string courseId, HttpContext http, IGrainFactory grains, QuestionImages images)
    {
        var viewer = http.Viewer();
        if (await QuestionStaff.Refuse(http, grains, courseId) is { } refused) return refused;
        if (http.Request.ContentLength > QuestionImages.MaxBytes) return TooLarge();
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        try
        {
            for (int read; (read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted)) > 0;)
            {
                if (buffer.Length + read > QuestionImages.MaxBytes) return TooLarge();
                buffer.Write(chunk, 0, read);
            }
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode == 413 ? TooLarge() : ProblemResults.BadRequest("The picture did not arrive whole.");
        }
        var picture = buffer.ToArray();
        if (ImageSniffer.Sniff(picture) is null) return Error.Invalid("questions.image_invalid", "This is no PNG, JPEG, GIF, WebP or AVIF picture.", "image").ToProblem();
        var address = $"/images/{await images.Keep(viewer.Tenant, courseId, picture, http.RequestAborted)}";
        return Results.Created(address, new ImageAnswer(address));
    }

    /// <summary>For everybody who is signed in here and knows the address, which nobody can guess: learners see it in their papers.</summary>
    private static async Task<IResult> Get(string imageId, HttpContext http, QuestionImages images)
    {
        if (await images.Open(http.Viewer().Tenant, imageId, http.RequestAborted) is not var (file, type)) return Refusals.NotFound(http);
        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.Stream(file, type);
    }

    private static IResult TooLarge() => ProblemResults.Problem(413, "questions.image_too_large", "A picture may have at most 5 MB.", "image");

    /// <param name="Address">To write into Markdown: <c>![what it shows](address)</c>.</param>
    internal sealed record ImageAnswer(string Address);
}
