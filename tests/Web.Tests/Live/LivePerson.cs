using System.Net.Http.Headers;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Web.Tests.Live;

/// <summary>Somebody with a session.</summary>
public sealed class LivePerson(LiveHost host, string tenant, string userId, string role, OpenedSession session)
{
    public string Tenant => tenant;
    public string UserId => userId;
    public string SessionId => session.SessionId;
    public string Token => $"{userId}.{session.SessionId}.{session.Secret}";

    public IDisposable Acting() => ActorContext.As(new Actor(tenant, userId, [role], session.SessionId));

    /// <summary>The same person on another device.</summary>
    public async Task<LivePerson> OtherDevice() => new(host, tenant, userId, role, await host.SignIn(tenant, userId));

    public Task<LiveSocket> Connect() => LiveSocket.Connect(host.Address, Token, tenant == "other" ? LiveHost.OtherHost : null);

    public HttpClient Http()
    {
        var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (tenant == "other") http.DefaultRequestHeaders.Host = LiveHost.OtherHost;
        return http;
    }
}
