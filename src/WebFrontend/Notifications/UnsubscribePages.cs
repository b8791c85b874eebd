using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.WebFrontend.Notifications.Pages;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Notifications;

/// <summary>The links of mails: they work without a session. A GET only asks (programs that check links follow them all); the POST ends, whether a mail program sends it (RFC 8058:
/// <c>List-Unsubscribe=One-Click</c>) or a reader presses the button.</summary>
internal static class UnsubscribePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Notifications").WithMetadata(new RequestSizeLimitAttribute(8 * 1024));
        pages.MapGet("/unsubscribe/{token}", Ask).Access(Permission.Anyone).WithName("page.unsubscribe");
        pages.MapPost("/unsubscribe/{token}", End).Access(Permission.Anyone).WithName("page.unsubscribe.confirm");
    }

    private static async Task<IResult> Ask(string token, HttpContext http, IGrainFactory grains) =>
        await Answer(http, token, await grains.Queries<IUnsubscribeGrain>(http.Viewer().Tenant).Look(token), ended: false);

    private static async Task<IResult> End(string token, HttpContext http, IGrainFactory grains) =>
        await Answer(http, token, await grains.Queries<IUnsubscribeGrain>(http.Viewer().Tenant).Confirm(token), ended: true);

    private static async Task<IResult> Answer(HttpContext http, string token, Result<UnsubscribeOffer> offer, bool ended)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!offer.IsOk) return Common.Pages.Message(http, ProblemResults.Status(offer.Error.Kind), "Notifications", offer.Error.Message);
        return Common.Pages.Show<UnsubscribePage>(new { Page = await http.Page("Mails of notifications"), Offer = offer.Value, Token = token, Ended = ended });
    }
}
