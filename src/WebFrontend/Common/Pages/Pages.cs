using LearningHub.WebFrontend.Common.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearningHub.WebFrontend.Common;

/// <summary>Pages are Razor components rendered once on the server. A GET shows one; a POST makes the application call and answers 303, or shows
/// the same component again with status 422.</summary>
public static class Pages
{
    /// <summary>Renders a component with these parameters: an anonymous object or a dictionary.</summary>
    public static IResult Show<TComponent>(object? parameters = null, int status = StatusCodes.Status200OK) where TComponent : IComponent
    {
        var result = parameters switch
        {
            null => new RazorComponentResult<TComponent>(),
            IReadOnlyDictionary<string, object?> dictionary => new RazorComponentResult<TComponent>(dictionary),
            _ => new RazorComponentResult<TComponent>(parameters),
        };
        result.StatusCode = status;
        result.PreventStreamingRendering = true;
        return result;
    }

    /// <summary>303: the post is done, look here.</summary>
    public static IResult SeeOther(string url) => new SeeOtherResult(url);

    /// <summary>A page with one message: not found, refused, broken. When something is broken it is rendered without the tenant's look and the viewer, so that
    /// it also works when grains do not.</summary>
    public static IResult Message(HttpContext http, int status, string title, string text) => new MessageResult(status, title, text);

    private sealed class MessageResult(int status, string title, string text) : IResult
    {
        public async Task ExecuteAsync(HttpContext http)
        {
            var plain = new PageContext { Title = title, Theme = PageContext.ThemeFrom(http.Request.Cookies["theme"]) };
            var page = status < 500 && http.HasViewer() ? await Known(http) ?? plain : plain;
            await Show<MessagePage>(new { Page = page, Heading = title, Text = text }, status).ExecuteAsync(http);
        }

        /// <summary>Null when whoever knows the tenant's look cannot be asked: the message matters more.</summary>
        private async Task<PageContext?> Known(HttpContext http)
        {
            try
            {
                return await http.Page(title);
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                return null;
            }
        }
    }

    private sealed class SeeOtherResult(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = url;
            return Task.CompletedTask;
        }
    }
}
