using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Users;
using static LearningHub.Domain.Tests.Users.People;

namespace LearningHub.Domain.Tests.Users;

public sealed class MailLinkTests
{
    private static string Token(UserState s, string purpose) => MailLinks.Token(SigningKey, Key, purpose, (purpose == MailLinks.Confirm ? s.Confirm : s.Reset)!);

    private static UserState ResetRequested(UserState s, DateTimeOffset at) => User.RequestPasswordReset(s, "nonce " + at.Ticks, at).State!;

    [Fact]
    public void A_confirm_link_confirms_and_may_be_clicked_twice()
    {
        var s = Registered();
        var token = Token(s, MailLinks.Confirm);
        var confirmed = User.ConfirmEmail(s, Proof(token), Now.AddDays(6));
        confirmed.State!.EmailConfirmed.ShouldBeTrue();
        User.ConfirmEmail(confirmed.State, Proof(token), Now.AddDays(6)).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Links_die_with_time_and_with_the_next_one()
    {
        var s = Registered();
        var token = Token(s, MailLinks.Confirm);
        User.ConfirmEmail(s, Proof(token), Now.AddDays(7)).Error!.Code.ShouldBe("users.link_invalid");
        var again = User.ResendConfirmation(s, "ada", "nonce2", Ada, Now.AddMinutes(2)).State!;
        User.ConfirmEmail(again, Proof(token), Now.AddMinutes(3)).Error!.Code.ShouldBe("users.link_invalid");
    }

    [Fact]
    public void A_link_serves_one_person_one_purpose_one_tenant()
    {
        var s = ResetRequested(Registered(), Now);
        var confirm = Token(s, MailLinks.Confirm);
        var reset = Token(s, MailLinks.Reset);
        User.CheckReset(s, Proof(confirm), "another long one", Now)!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmail(s, Proof(reset), Now).Error!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmail(s, new LinkProof(SigningKey, new UserKey("other", "ada"), confirm), Now).Error!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmail(s, new LinkProof([.. SigningKey.Reverse()], Key, confirm), Now).Error!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmail(s, Proof(confirm + "x"), Now).Error!.Code.ShouldBe("users.link_invalid");
        User.ConfirmEmail(s, Proof(""), Now).Error!.Code.ShouldBe("users.link_invalid");
    }

    [Fact]
    public void A_reset_link_works_once_ends_all_sessions_and_lifts_a_lockout()
    {
        var s = ResetRequested(SignedIn() with { LockedUntil = Now.AddMinutes(10) }, Now);
        var proof = Proof(Token(s, MailLinks.Reset));
        var reset = User.ResetPassword(s, proof, "another long one", "hash2", Now.AddMinutes(59));

        reset.State!.PasswordHash.ShouldBe("hash2");
        reset.State.Sessions.ShouldBeEmpty();
        reset.State.LockedUntil.ShouldBeNull();
        reset.State.EmailConfirmed.ShouldBeTrue();
        reset.Events.OfType<UserSessionsEnded>().ShouldHaveSingleItem().SessionIds.ShouldBe(["s1"]);
        User.ResetPassword(reset.State, proof, "yet another long one", "hash3", Now.AddMinutes(59)).Error!.Code.ShouldBe("users.link_invalid");
    }

    [Fact]
    public void A_reset_link_is_over_after_an_hour_and_keeps_for_a_weak_password()
    {
        var s = ResetRequested(Registered(), Now);
        var proof = Proof(Token(s, MailLinks.Reset));
        User.ResetPassword(s, proof, "another long one", "hash2", Now.AddHours(1)).Error!.Code.ShouldBe("users.link_invalid");
        User.ResetPassword(s, proof, "short", "hash2", Now).Error!.Code.ShouldBe("users.password_weak");
        User.ResetPassword(s, proof, "another long one", "hash2", Now).Error.ShouldBeNull();
    }

    [Fact]
    public void Mails_are_a_minute_apart()
    {
        var s = Registered();
        User.ResendConfirmation(s, "ada", "n", Ada, Now.AddSeconds(59)).Error!.Code.ShouldBe("users.too_soon");
        User.ResendConfirmation(s, "ada", "n", Ada, Now.AddSeconds(60)).Error.ShouldBeNull();
        User.ResendConfirmation(s, "ada", "n", Bob, Now.AddSeconds(60)).Error!.Code.ShouldBe("users.not_yours");
        var once = ResetRequested(s, Now);
        User.RequestPasswordReset(once, "n", Now.AddSeconds(59)).IsNoChange.ShouldBeTrue();
        User.RequestPasswordReset(once, "n", Now.AddSeconds(60)).Events.Length.ShouldBe(1);
    }
}
