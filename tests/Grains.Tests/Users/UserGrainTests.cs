using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Users;

namespace LearningHub.Grains.Tests.Users;

[Collection("hub")]
public sealed class UserGrainTests(HubFixture hub)
{
    private readonly string _tenant = hub.NewTenant();

    [Fact]
    public async Task Of_fifty_who_register_one_address_at_once_exactly_one_gets_it()
    {
        string[] spellings = ["ada@example.org", "ADA@example.org", " Ada@Example.ORG "];
        using var _ = hub.As(Actor.Visitor(_tenant));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            hub.Grains.User(new UserKey(_tenant, $"u{i}")).Register(Registered.Form(spellings[i % 3]))));

        answers.Count(a => a.IsOk).ShouldBe(1);
        answers.Where(a => !a.IsOk).Select(a => a.Error!.Code).Distinct().ShouldBe(["users.email_taken"]);
        using var __ = hub.AsPlatform(_tenant);
        var holder = await hub.Grains.Queries<IUserQueriesGrain>(_tenant).FindByEmail("aDa@example.org");
        holder.ShouldBe($"u{Array.FindIndex(answers, a => a.IsOk)}");
    }

    [Fact]
    public async Task One_address_in_two_tenants_is_two_people()
    {
        await hub.Register(_tenant, "ada@example.org");
        await hub.Register(hub.NewTenant(), "ada@example.org");
    }

    [Fact]
    public async Task A_registration_sent_twice_is_one()
    {
        using var _ = hub.As(Actor.Visitor(_tenant));
        var user = hub.Grains.User(new UserKey(_tenant, "ada"));
        var first = await user.Register(Registered.Form("ada@example.org") with { OperationId = "op1" });
        var again = await user.Register(Registered.Form("ada@example.org") with { OperationId = "op1" });
        again.ShouldBe(first);
        (await user.Register(Registered.Form("ada@example.org") with { OperationId = "op2" })).Error!.Code.ShouldBe("users.already_registered");
    }

    [Fact]
    public async Task A_session_opens_with_the_right_password_and_authenticates()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var session = await hub.SignIn(ada);
        var person = (await hub.Authenticate(ada, session)).ShouldNotBeNull();
        person.UserId.ShouldBe(ada.UserId);
        person.Roles.ShouldBe([Roles.Student]);
        (await hub.Authenticate(ada, session with { Secret = session.Secret + "x" })).ShouldBeNull();
    }

    [Fact]
    public async Task Neither_the_document_nor_an_operation_holds_a_password_or_secret()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        OpenedSession session;
        using (hub.As(Actor.Visitor(_tenant)))
            session = (await hub.Grains.User(ada).SignIn(new SignIn(Registered.Password, "x", false) { OperationId = "op1" })).Value.ShouldNotBeNull();
        await using var command = hub.Database.CreateCommand(
            "select coalesce(string_agg(t, ' '), '') from (select doc::text as t from aggregate where key = $1 union all select result from operation where key = $1 union all select payload::text from event where key = $1) x");
        command.Parameters.AddWithValue(ada.ToString());
        var stored = (string)(await command.ExecuteScalarAsync())!;
        stored.ShouldContain("passwordHash");
        stored.ShouldNotContain(session.Secret);
        stored.ShouldNotContain(Registered.Password);
    }

    [Fact]
    public async Task Wrong_passwords_and_unknown_people_are_refused_alike_down_to_the_lockout()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var nobody = new UserKey(_tenant, "nobody");
        using var _ = hub.As(Actor.Visitor(_tenant));
        for (var i = 0; i < 10; i++)
            foreach (var key in new[] { ada, nobody })
                (await hub.Grains.User(key).SignIn(new SignIn("wrong", "x", false))).Error!.Code.ShouldBe("users.sign_in_refused");
        (await hub.Grains.User(ada).SignIn(new SignIn(Registered.Password, "x", false))).Error!.Code.ShouldBe("users.locked_out");
        (await hub.Grains.User(nobody).SignIn(new SignIn(Registered.Password, "x", false))).Error!.Code.ShouldBe("users.locked_out");
    }

    [Fact]
    public async Task A_suspended_persons_session_dies_at_once_and_the_push_arrives()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var session = await hub.SignIn(ada);
        await using var pushes = await PushProbe.On(hub, _tenant, LiveTopics.User(ada.UserId));

        using (hub.AsAdmin(_tenant)) (await hub.Grains.User(ada).Suspend(new SuspendUser("Sold answers"))).Error.ShouldBeNull();

        (await hub.Authenticate(ada, session)).ShouldBeNull();
        var push = await pushes.Next();
        push.Kind.ShouldBe("end");
        JsonSerializer.Deserialize<SessionEnd>(push.Json, JsonSerializerOptions.Web).ShouldBe(new SessionEnd("suspended", null));
        using (hub.As(Actor.Visitor(_tenant)))
            (await hub.Grains.User(ada).SignIn(new SignIn(Registered.Password, "x", false))).Error!.Code.ShouldBe("users.suspended");
        using (hub.AsAdmin(_tenant)) (await hub.Grains.User(ada).Restore(new RestoreUser())).Error.ShouldBeNull();
        await hub.SignIn(ada);
    }

    [Fact]
    public async Task An_ended_session_is_named_in_its_push_and_others_live_on()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var (here, there) = (await hub.SignIn(ada), await hub.SignIn(ada));
        await using var pushes = await PushProbe.On(hub, _tenant, LiveTopics.User(ada.UserId));
        using (hub.AsPerson(ada, here)) (await hub.Grains.User(ada).EndSession(new EndSession(there.SessionId))).Error.ShouldBeNull();
        JsonSerializer.Deserialize<SessionEnd>((await pushes.Next()).Json, JsonSerializerOptions.Web).ShouldBe(new SessionEnd("ended", there.SessionId));
        (await hub.Authenticate(ada, there)).ShouldBeNull();
        (await hub.Authenticate(ada, here)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_reset_link_opens_once_and_ends_all_sessions()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var session = await hub.SignIn(ada);
        string token;
        using (hub.AsPlatform(_tenant))
        {
            (await hub.Grains.User(ada).RequestPasswordReset(new RequestPasswordReset())).Error.ShouldBeNull();
            token = (await hub.Grains.User(ada).GetMailFacts("reset")).Value!.Token;
        }
        using (hub.As(Actor.Visitor(_tenant)))
        {
            (await hub.Grains.User(ada).ResetPassword(new ResetPassword(token + "0", "another long one"))).Error!.Code.ShouldBe("users.link_invalid");
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => hub.Grains.User(ada).ResetPassword(new ResetPassword(token, $"another long one {i}"))));
            answers.Count(a => a.IsOk).ShouldBe(1);
            answers.Where(a => !a.IsOk).ShouldAllBe(a => a.Error!.Code == "users.link_invalid");
        }
        (await hub.Authenticate(ada, session)).ShouldBeNull();
        using (hub.As(Actor.Visitor(_tenant)))
            (await hub.Grains.User(ada).SignIn(new SignIn(Registered.Password, "x", false))).Error!.Code.ShouldBe("users.sign_in_refused");
    }

    [Fact]
    public async Task A_confirm_link_is_the_same_whenever_it_is_written_and_confirms()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        using var _ = hub.AsPlatform(_tenant);
        var user = hub.Grains.User(ada);
        var facts = (await user.GetMailFacts("confirm")).Value!;
        (await user.GetMailFacts("confirm")).Value.ShouldBe(facts);
        (await user.ConfirmEmail(new ConfirmEmail(facts.Token))).Error.ShouldBeNull();
        (await user.GetMailFacts("confirm")).Error!.Code.ShouldBe("users.link_invalid");
        (await user.Get()).Value!.EmailConfirmed.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_anothers_is_not_found()
    {
        var (ada, bob) = (await hub.Register(_tenant, "ada@example.org"), await hub.Register(_tenant, "bob@example.org"));
        using var _ = hub.AsPerson(bob);
        (await hub.Grains.User(ada).Get()).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await hub.Grains.User(ada).ListSessions()).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await hub.Grains.User(ada).EndSession(new EndSession(null))).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await hub.Grains.User(ada).ChangeProfile(new ChangeProfile("Eve", "", ""))).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await hub.Grains.User(ada).ChangePassword(new ChangePassword(Registered.Password, "another long one"))).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.User(ada).Suspend(new SuspendUser("envy")));
        await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.User(ada).RequestPasswordReset(new RequestPasswordReset()));
    }

    [Fact]
    public async Task A_new_password_asks_for_the_old_one()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var (here, there) = (await hub.SignIn(ada), await hub.SignIn(ada));
        using (hub.AsPerson(ada, here))
        {
            (await hub.Grains.User(ada).ChangePassword(new ChangePassword("wrong", "another long one"))).Error!.Code.ShouldBe("users.current_wrong");
            (await hub.Grains.User(ada).ChangePassword(new ChangePassword(Registered.Password, "another long one"))).Error.ShouldBeNull();
        }
        (await hub.Authenticate(ada, here)).ShouldNotBeNull();
        (await hub.Authenticate(ada, there)).ShouldBeNull();
        await hub.SignIn(ada, "another long one");
    }

    [Fact]
    public async Task Old_hashes_are_renewed_at_sign_in()
    {
        var ada = await hub.Register(_tenant, "ada@example.org");
        var hashing = hub.Services.GetRequiredService<PasswordHashing>();
        var weaker = new PasswordHashing(Microsoft.Extensions.Options.Options.Create(new PasswordHashingOptions { Iterations = 500 }));
        (await hashing.Verify(await weaker.Hash("x"), "x")).ShouldBe(PasswordVerdict.RightButOld);
        (await hashing.Verify(await hashing.Hash("x"), "x")).ShouldBe(PasswordVerdict.Right);
        (await hashing.Verify(await hashing.Hash("x"), "y")).ShouldBe(PasswordVerdict.Wrong);
        var stored = await hub.Services.GetRequiredService<IAggregateStore>().Load<UserState>(ada.ToString());
        (await hashing.Verify(stored.State.PasswordHash, Registered.Password)).ShouldBe(PasswordVerdict.Right);
    }
}
