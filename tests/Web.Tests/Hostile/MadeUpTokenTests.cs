using LearningHub.Web.Tests.Live;
using Orleans.Runtime;

namespace LearningHub.Web.Tests.Hostile;

[Collection("live")]
public sealed class MadeUpTokenTests(LiveHost host)
{
    [Fact]
    public async Task Sessions_of_people_who_do_not_exist_wake_no_grain()
    {
        var ann = await host.Person("Ann");
        var before = await People();
        using var http = new HttpClient { BaseAddress = host.Address };
        for (var i = 0; i < 200; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, i % 2 == 0 ? "/api/v1/me" : "/");
            request.Headers.Authorization = new("Bearer", $"nobody{i}.{Guid.NewGuid():n}.secret");
            using var answer = await http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(i % 2 == 0 ? 401 : 200);
        }
        // People of other tests may wake meanwhile; two hundred that nobody is would show.
        (await People()).ShouldBeLessThan(before + 100);

        using var hers = ann.Http();
        ((int)(await hers.GetAsync("/api/v1/me")).StatusCode).ShouldBe(200);
    }

    private async Task<int> People() => (await host.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
        .Where(s => s.GrainType.Contains("UserGrain", StringComparison.Ordinal)).Sum(s => s.ActivationCount);
}
