using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace LearningHub.WebFrontend.Common;

/// <summary>Input from requests, checked before it goes anywhere.</summary>
public static class HttpInput
{
    /// <summary>The caller's idempotency key: header <c>Idempotency-Key</c>, or the form field <c>op</c>. 1 to 100 visible ASCII characters; else none.</summary>
    public static string? OperationId(this HttpContext http)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0 && http.Features.Get<IFormFeature>()?.Form is { } form) key = form["op"].ToString();
        return key.Length is > 0 and <= 100 && key.All(c => c is > ' ' and < '\x7f') ? key : null;
    }

    /// <summary>The posted form, at most 256 KiB; an empty one when the request carries none or a broken one.</summary>
    public static async Task<IFormCollection> Form(this HttpContext http)
    {
        if (!http.Request.HasFormContentType) return FormCollection.Empty;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions
        {
            BufferBodyLengthLimit = 256 * 1024, KeyLengthLimit = 200, ValueLengthLimit = 200 * 1024, ValueCountLimit = 200, MultipartBodyLengthLimit = 256 * 1024,
        }));
        try
        {
            return await http.Request.ReadFormAsync();
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException or DecoderFallbackException or IOException)
        {
            return FormCollection.Empty;
        }
    }

    /// <summary>A field of a form, trimmed of nothing, "" when absent.</summary>
    public static string Text(this IFormCollection form, string name) => form[name].ToString();

    public static int Limit(int? asked, int standard = 20, int most = 100) => Math.Clamp(asked ?? standard, 1, most);

    /// <summary>A path on this site to go back to, or the fallback: never another host (open redirect).</summary>
    public static string LocalReturn(string? url, string fallback = "/") =>
        url is { Length: > 0 and <= 2000 } && url[0] == '/' && !(url.Length > 1 && url[1] is '/' or '\\') && !url.Any(char.IsControl) && !url.Contains('\\') ? url : fallback;
}
