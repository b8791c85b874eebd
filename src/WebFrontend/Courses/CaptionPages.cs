using LearningHub.WebFrontend.Media;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Courses;

/// <summary>The forms of the builder's card of captions.</summary>
internal static class CaptionPages
{
    private const int MaxForm = WebVtt.MaxBytes + 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Teaching").MapGroup("/teach/courses/{courseId}/lessons/{lessonId}/captions");
        pages.MapPost("", Put).Access(Permission.Teach).WithName("page.builder.captions").WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.MapPost("/remove", Remove).Access(Permission.Teach).WithName("page.builder.captions.remove");
    }

    private static async Task<IResult> Put(HttpContext http, IGrainFactory grains, CaptionCalls captions, string courseId, string lessonId)
    {
        var form = await Form(http);
        if (form?.Files["captions"] is not { Length: > 0 } file) return await BuilderPages.Show(http, grains, courseId, lessonId, form is null ? WebVtt.TooLarge : Error.Invalid("media.captions_invalid", "Choose a file.", "captions"));
        await using var body = file.OpenReadStream();
        return await Answer(http, grains, courseId, lessonId, await captions.Put(http.Viewer().Tenant, courseId, lessonId, form.Text("language"), body, http.RequestAborted));
    }

    private static async Task<IResult> Remove(HttpContext http, IGrainFactory grains, CaptionCalls captions, string courseId, string lessonId) =>
        await Answer(http, grains, courseId, lessonId, await captions.Remove(http.Viewer().Tenant, courseId, lessonId, (await http.Form()).Text("language")));

    private static async Task<IResult> Answer<T>(HttpContext http, IGrainFactory grains, string courseId, string lessonId, Result<T> result) =>
        result.IsOk ? Common.Pages.SeeOther($"/teach/courses/{courseId}?item={lessonId}&saved") : await BuilderPages.Show(http, grains, courseId, lessonId, result.Error);

    /// <summary>Null: larger than a file of captions may be.</summary>
    private static async Task<IFormCollection?> Form(HttpContext http)
    {
        if (!http.Request.HasFormContentType) return FormCollection.Empty;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = MaxForm, ValueCountLimit = 20, KeyLengthLimit = 200, ValueLengthLimit = 4096 }));
        try
        {
            return await http.Request.ReadFormAsync();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == 413)
        {
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or System.Text.DecoderFallbackException or IOException)
        {
            return FormCollection.Empty;
        }
    }
}
