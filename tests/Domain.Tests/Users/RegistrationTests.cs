using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Users;
using static LearningHub.Domain.Tests.Users.People;

namespace LearningHub.Domain.Tests.Users;

public sealed class RegistrationTests
{
    [Fact]
    public void A_visitor_becomes_a_student_whose_address_is_claimed_and_to_be_confirmed()
    {
        var decision = User.Register(UserState.Empty, Registration(" ADA@example.org "), "hash", "nonce", Visitor, Now);

        decision.State!.Email.ShouldBe("ada@example.org");
        decision.State.Roles.ShouldBe([Roles.Student]);
        decision.State.EmailConfirmed.ShouldBeFalse();
        decision.State.Zone.ShouldBe("Europe/London");
        decision.Claims.ShouldHaveSingleItem().Value.ShouldBe("ada@example.org");
        decision.ClaimTaken!.Code.ShouldBe("users.email_taken");
        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<UserRegistered>().AsksConfirmation.ShouldBeTrue();
    }

    [Fact]
    public void The_platform_vouches_for_those_it_registers()
    {
        var decision = User.Register(UserState.Empty, Registration() with { Roles = [Roles.Admin] }, "hash", "nonce", Platform, Now);
        decision.State!.EmailConfirmed.ShouldBeTrue();
        decision.State.Confirm.ShouldBeNull();
        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<UserRegistered>().AsksConfirmation.ShouldBeFalse();
    }

    [Fact]
    public void Nobody_gives_themself_a_role()
    {
        User.Register(UserState.Empty, Registration() with { Roles = [Roles.Admin] }, "hash", "n", Visitor, Now).Error!.Code.ShouldBe("users.roles_not_yours");
        User.Register(UserState.Empty, Registration() with { Roles = ["system"] }, "hash", "n", Platform, Now).Error!.Code.ShouldBe("users.role_unknown");
        User.Register(UserState.Empty, Registration() with { Roles = [Roles.Admin, Roles.Admin] }, "hash", "n", Platform, Now).Error!.Code.ShouldBe("users.role_unknown");
    }

    [Fact]
    public void A_key_is_registered_once() =>
        User.Register(Registered(), Registration("eve@example.org"), "hash", "n", Visitor, Now).Error!.Code.ShouldBe("users.already_registered");

    [Theory]
    [InlineData("", "users.name_invalid")]
    [InlineData("   ", "users.name_invalid")]
    [InlineData("Ada\u0007", "users.name_invalid")]
    public void Names_that_cannot_be_shown_are_refused(string name, string code) =>
        User.Register(UserState.Empty, Registration() with { Name = name }, "hash", "n", Visitor, Now).Error!.Code.ShouldBe(code);

    // Not in the table above: an attribute's text is stored as UTF-8, which has no lone surrogates.
    [Fact]
    public void Text_that_is_no_unicode_is_refused_everywhere()
    {
        const string Broken = "Ada long enough \ud800";
        User.Register(UserState.Empty, Registration() with { Name = Broken }, "hash", "n", Visitor, Now).Error!.Code.ShouldBe("users.name_invalid");
        User.Register(UserState.Empty, Registration() with { Email = $"a{Broken[^1]}@example.org" }, "hash", "n", Visitor, Now).Error!.Code.ShouldBe("users.email_invalid");
        User.Register(UserState.Empty, Registration() with { Password = Broken }, "hash", "n", Visitor, Now).Error!.Code.ShouldBe("users.password_weak");
        User.ChangeProfile(Registered(), "ada", new ChangeProfile("Ada", Broken, ""), Ada).Error!.Code.ShouldBe("users.headline_too_long");
    }

    [Theory]
    [InlineData("  Ada   Lovelace ", "Ada Lovelace")]
    [InlineData("محمد عبد الله", "محمد عبد الله")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("Robert'); drop table rm_user;--", "Robert'); drop table rm_user;--")]
    [InlineData("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦")]
    public void Names_of_all_kinds_are_kept(string typed, string kept) =>
        User.Register(UserState.Empty, Registration() with { Name = typed }, "hash", "n", Visitor, Now).State!.Name.ShouldBe(kept);

    [Fact]
    public void An_unknown_zone_is_no_reason_to_refuse_a_registration_but_is_one_for_a_profile()
    {
        User.Register(UserState.Empty, Registration() with { Zone = "Mars/Olympus" }, "hash", "n", Visitor, Now).State!.Zone.ShouldBe("");
        User.ChangeProfile(Registered(), "ada", new ChangeProfile("Ada", "", "Mars/Olympus"), Ada).Error!.Code.ShouldBe("users.zone_unknown");
    }

    [Fact]
    public void A_profile_belongs_to_its_person()
    {
        User.ChangeProfile(Registered(), "ada", new ChangeProfile("Ada", "Analyst", ""), Ada).State!.Headline.ShouldBe("Analyst");
        User.ChangeProfile(Registered(), "ada", new ChangeProfile("Eve", "", ""), Bob).Error!.Code.ShouldBe("users.not_yours");
        User.ChangeProfile(Registered(), "ada", new ChangeProfile("Eve", "", ""), Admin).Error!.Code.ShouldBe("users.not_yours");
        User.ChangeProfile(Registered(), "ada", new ChangeProfile("Ada Lovelace", "", "Europe/London"), Ada).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Events_carry_no_personal_data()
    {
        var decision = User.Register(UserState.Empty, Registration(), "hash", "nonce", Visitor, Now);
        var text = string.Concat(decision.Events.Select(e => e.ToString()));
        text.ShouldNotContain("Ada");
        text.ShouldNotContain("example.org");
    }
}
