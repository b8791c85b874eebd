using LearningHub.Grains.Interfaces.Administration;
using LearningHub.Grains.Interfaces.Cluster;

namespace LearningHub.Grains.Tests.Administration;

[Collection("hub")]
public sealed class OperatorTests(HubFixture hub)
{
    [Fact]
    public async Task The_silo_lets_only_the_admins_of_one_tenant_operate_the_platform()
    {
        var system = hub.Grains.GetGrain<ISystemGrain>("system/queries");
        var projection = hub.Grains.GetGrain<IProjectionGrain>("system/people");
        using (hub.As("main", "ada", Roles.Admin))
        {
            (await system.Projections()).ShouldNotBeEmpty();
            (await projection.Status()).Name.ShouldBe("people");
        }
        foreach (var (tenant, role) in new[] { (hub.NewTenant(), Roles.Admin), ("main", Roles.Instructor), ("system", Roles.Admin) })
            using (hub.As(tenant, "eve", role))
            {
                await Should.ThrowAsync<ActorDeniedException>(() => system.Projections());
                await Should.ThrowAsync<ActorDeniedException>(() => projection.Stop());
                await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.GetGrain<IClusterGrain>("system/queries").Get());
            }
    }
}
