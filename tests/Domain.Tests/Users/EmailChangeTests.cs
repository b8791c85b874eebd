using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Users;
using static LearningHub.Domain.Tests.Users.People;

namespace LearningHub.Domain.Tests.Users;

public sealed class EmailChangeTests
{
    private const string New = "ada@new.example";

    private static UserState Asked(UserState? s = null, string email = New, string nonce = "n1", DateTimeOffset? at = null) =>
        User.RequestEmailChange(s ?? SignedIn(), "ada", new RequestEmailChange(email, ""), nonce, Ada, at ?? Now).State!;

    private static string Link(UserState s) => MailLinks.Token(SigningKey, Key, MailLinks.Email, s.EmailChange!.Link);

    [Fact]
    public void Asking_claims_nothing_and_changes_nothing_yet()
    {
        var decision = User.RequestEmailChange(SignedIn(), "ada", new RequestEmailChange(" ADA@New.Example ", ""), "n", Ada, Now);
        decision.State!.Email.ShouldBe("ada@example.org");
        User.NewEmail(decision.State, Now).ShouldBe(New);
        User.NewEmail(decision.State, Now + User.EmailLinkLife).ShouldBeNull();
        decision.Claims.ShouldBeEmpty();
        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<UserEmailChangeRequested>();
    }

    [Fact]
    public void The_link_swaps_the_claims_and_remembers_the_old_address_for_its_notice()
    {
        var asked = Asked();
        var decision = User.ConfirmEmailChange(asked, Proof(Link(asked)), Now);
        decision.State!.Email.ShouldBe(New);
        decision.State.EmailConfirmed.ShouldBeTrue();
        decision.Claims.ShouldHaveSingleItem().Value.ShouldBe(New);
        decision.Released.ShouldHaveSingleItem().Value.ShouldBe("ada@example.org");
        decision.ClaimTaken!.Code.ShouldBe("users.email_taken");
        var changed = decision.Events.ShouldHaveSingleItem().ShouldBeOfType<UserEmailChanged>();
        decision.State.Former.ShouldHaveSingleItem().ShouldBe(new FormerAddress(changed.ChangeId, "ada@example.org"));
        string.Concat(decision.Events.Select(e => e.ToString())).ShouldNotContain("example");
    }

    [Fact]
    public void A_link_pressed_twice_is_no_mistake_and_one_that_was_replaced_or_is_old_opens_nothing()
    {
        var asked = Asked();
        var link = Link(asked);
        var changed = User.ConfirmEmailChange(asked, Proof(link), Now).State!;
        User.ConfirmEmailChange(changed, Proof(link), Now).IsNoChange.ShouldBeTrue();

        var again = Asked(asked, "ada@newer.example", "n2", Now + User.BetweenMails);
        User.ConfirmEmailChange(again, Proof(link), Now).Error!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmailChange(asked, Proof(link), Now + User.EmailLinkLife).Error!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmailChange(Registered(), Proof(link), Now).Error!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmailChange(asked, Proof(MailLinks.Token(SigningKey, Key, MailLinks.Confirm, asked.EmailChange!.Link)), Now).Error!.Code.ShouldBe("users.link_invalid");
    }

    [Fact]
    public void Links_that_went_to_the_old_address_die_with_the_change()
    {
        var reset = User.RequestPasswordReset(SignedIn(), "r", Now).State!;
        var asked = Asked(reset);
        var changed = User.ConfirmEmailChange(asked, Proof(Link(asked)), Now).State!;
        User.CheckReset(changed, Proof(MailLinks.Token(SigningKey, Key, MailLinks.Reset, reset.Reset!)), "a whole new password", Now)!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmail(changed, Proof(MailLinks.Token(SigningKey, Key, MailLinks.Confirm, Registered().Confirm!)), Now).Error!.Code.ShouldBe("users.link_invalid");
    }

    [Fact]
    public void A_changed_or_reset_password_cancels_what_somebody_else_may_have_asked_for()
    {
        var asked = Asked();
        var link = Link(asked);
        var changed = User.ChangePassword(asked, "ada", new ChangePassword("", "a whole new password"), "hash2", Ada).State!;
        User.ConfirmEmailChange(changed, Proof(link), Now).Error!.Code.ShouldBe("users.link_invalid");
        var reset = User.RequestPasswordReset(asked, "r", Now).State!;
        var fresh = User.ResetPassword(reset, Proof(MailLinks.Token(SigningKey, Key, MailLinks.Reset, reset.Reset!)), "a whole new password", "hash2", Now).State!;
        User.ConfirmEmailChange(fresh, Proof(link), Now).Error!.Code.ShouldBe("users.link_invalid");
    }

    [Theory]
    [InlineData("nonsense", "users.email_invalid")]
    [InlineData(" Ada@EXAMPLE.org", "users.email_same")]
    public void An_address_that_is_none_or_the_same_is_refused(string email, string code) =>
        User.RequestEmailChange(SignedIn(), "ada", new RequestEmailChange(email, ""), "n", Ada, Now).Error!.Code.ShouldBe(code);

    [Fact]
    public void Only_the_person_asks_and_at_most_once_a_minute()
    {
        var command = new RequestEmailChange("x@new.example", "");
        User.RequestEmailChange(SignedIn(), "ada", command, "n", Bob, Now).Error!.Code.ShouldBe("users.not_yours");
        User.RequestEmailChange(SignedIn(), "ada", command, "n", Admin, Now).Error!.Code.ShouldBe("users.not_yours");
        User.RequestEmailChange(Asked(), "ada", command, "n2", Ada, Now + User.BetweenMails - TimeSpan.FromSeconds(1)).Error!.Code.ShouldBe("users.too_soon");
    }

    [Fact]
    public void Former_addresses_are_bounded()
    {
        var s = SignedIn();
        for (var i = 0; i < 2 * User.MaxFormer; i++)
        {
            var at = Now + i * User.BetweenMails;
            s = Asked(s, $"ada@{i}x.example", $"n{i}", at);
            s = User.ConfirmEmailChange(s, Proof(Link(s)), at).State!;
        }
        s.Former.Length.ShouldBe(User.MaxFormer);
        s.Former[^1].Email.ShouldBe("ada@8x.example");
    }
}
