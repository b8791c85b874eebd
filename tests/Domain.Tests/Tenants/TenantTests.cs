using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Tenants;

namespace LearningHub.Domain.Tests.Tenants;

public sealed class TenantTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly SetUpTenant Command = new(" Acme  Academy ", "Root", "root@example.org", "correct horse battery");

    [Fact]
    public void The_admin_is_chosen_once_and_the_academy_exists_with_the_last_step()
    {
        var chosen = Tenant.ChooseAdmin(TenantState.Empty, Command, "u1").State!;
        chosen.IsSetUp.ShouldBeFalse();
        Tenant.ChooseAdmin(chosen, Command, "u2").State!.AdminId.ShouldBe("u1");
        var done = Tenant.Complete(chosen, Command, Now).State!;
        done.Name.ShouldBe("Acme Academy");
        Tenant.Complete(done, Command, Now).Error!.Code.ShouldBe("tenants.already_set_up");
        Tenant.ChooseAdmin(done, Command, "u3").Error!.Code.ShouldBe("tenants.already_set_up");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("A\0B")]
    public void An_academy_has_a_name(string name) => Tenant.ChooseAdmin(TenantState.Empty, Command with { Name = name }, "u1").Error!.Code.ShouldBe("tenants.name_invalid");
}
