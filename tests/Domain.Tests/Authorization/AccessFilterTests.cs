using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Domain.Tests.Authorization;

public sealed class AccessFilterTests
{
    private static Actor Person(string tenant, params string[] roles) => new(tenant, "ann", [.. roles], "s");
    private static string? Refuse(Actor? actor, Permission permission, string key) => AccessFilter.Refuse(actor, permission, key, operatorTenant: "main");

    [Fact]
    public void Nobody_calls_without_an_actor() => Refuse(null, Permission.Anyone, "main/x").ShouldNotBeNull();

    [Theory]
    [InlineData("main/x", true)]
    [InlineData("other/x", false)]
    [InlineData("mainly/x", false)]
    [InlineData("main", true)]
    public void A_person_reaches_the_keys_of_their_own_tenant(string key, bool reached) =>
        (Refuse(Person("main", Roles.Admin), Permission.SignedIn, key) is null).ShouldBe(reached);

    [Theory]
    [InlineData("main", "system/queries", true)]
    [InlineData("other", "system/queries", false)]
    [InlineData("other", "other/queries", false)]
    public void The_platform_is_operated_by_the_admins_of_one_tenant(string tenant, string key, bool reached) =>
        (Refuse(Person(tenant, Roles.Admin), Permission.OperateSystem, key) is null).ShouldBe(reached);

    [Theory]
    [InlineData(Permission.Anyone, true)]
    [InlineData(Permission.SignedIn, false)]
    [InlineData(Permission.Teach, false)]
    [InlineData(Permission.ManageUsers, false)]
    [InlineData(Permission.System, false)]
    public void Of_what_all_tenants_share_a_person_reaches_what_anyone_may_ask(Permission permission, bool reached)
    {
        foreach (var tenant in (string[])["main", "other", "system"])
            (Refuse(Person(tenant, Roles.Student, Roles.Instructor, Roles.Admin), permission, "system/x") is null).ShouldBe(reached, tenant);
    }

    [Theory]
    [InlineData("main", "main/x", true)]
    [InlineData("main", "other/x", false)]
    [InlineData("main", "system/x", true)]
    [InlineData("system", "other/x", true)]
    public void The_platform_itself_keeps_to_its_tenant_and_to_what_is_shared(string tenant, string key, bool reached) =>
        (Refuse(Actor.System(tenant), Permission.System, key) is null).ShouldBe(reached);
}
