namespace LearningHub.WebFrontend.Common;

/// <summary>The first fence: an endpoint that names a permission is reached only by those who hold it.</summary>
internal sealed class AccessMiddleware(RequestDelegate next)
{
    public Task Invoke(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint) return next(http);
        var access = endpoint.Metadata.GetMetadata<EndpointAccess>();
        if (access is null) return next(http);
        var viewer = http.Viewer();
        if (viewer.May(access.Permission)) return next(http);
        return (viewer.IsSignedIn ? Refusals.Forbidden(http) : Refusals.SignIn(http)).ExecuteAsync(http);
    }
}
