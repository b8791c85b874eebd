namespace LearningHub.WebFrontend.Common;

public static class PdfResults
{
    /// <summary>The printed sheet as a file to keep, or why not.</summary>
    public static async Task<IResult> Pdf(this HttpContext http, PdfPrinter printer, SvgSheet sheet, string fileName)
    {
        var printed = await printer.Print(sheet, http.RequestAborted);
        if (!printed.IsOk) return http.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>() is null ? printed.Error.ToProblem() : Pages.Message(http, 503, "No PDF", printed.Error.Message);
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(printed.Value, "application/pdf", fileName);
    }
}
