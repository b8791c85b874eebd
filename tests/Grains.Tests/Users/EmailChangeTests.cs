using LearningHub.Grains.Common;
using LearningHub.Grains.Email;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Tests.Email;

namespace LearningHub.Grains.Tests.Users;

[Collection("hub")]
public sealed class EmailChangeTests(HubFixture hub)
{
    private readonly string _tenant = hub.NewTenant();

    private async Task<string> Ask(UserKey who, string email)
    {
        using (hub.AsPerson(who))
            (await hub.Grains.User(who).RequestEmailChange(new RequestEmailChange(email, Registered.Password))).Error.ShouldBeNull();
        using var _ = hub.AsPlatform(_tenant);
        var facts = (await hub.Grains.User(who).GetMailFacts("email")).Value.ShouldNotBeNull();
        facts.Email.ShouldBe(email);
        return facts.Token;
    }

    private async Task<Result<Receipt>> Confirm(UserKey who, string token)
    {
        using var _ = hub.As(Actor.Visitor(_tenant));
        return await hub.Grains.User(who).ConfirmEmailChange(new ConfirmEmailChange(token));
    }

    private async Task<string?> Holder(string email)
    {
        using var _ = hub.AsPlatform(_tenant);
        return await hub.Grains.Queries<IUserQueriesGrain>(_tenant).FindByEmail(email);
    }

    [Fact]
    public async Task Of_many_who_confirm_one_address_at_once_exactly_one_gets_it_and_the_others_keep_theirs()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => hub.Register(_tenant, $"person{i}@old.example")));
        var tokens = await Task.WhenAll(people.Select(p => Ask(p, "wanted@new.example")));
        var answers = await Task.WhenAll(people.Zip(tokens, Confirm));

        answers.Count(a => a.IsOk).ShouldBe(1);
        answers.Where(a => !a.IsOk).Select(a => a.Error!.Code).Distinct().ShouldBe(["users.email_taken"]);
        var winner = Array.FindIndex(answers, a => a.IsOk);
        (await Holder("wanted@new.example")).ShouldBe(people[winner].UserId);
        for (var i = 0; i < people.Length; i++)
            (await Holder($"person{i}@old.example")).ShouldBe(i == winner ? null : people[i].UserId);
    }

    [Fact]
    public async Task The_old_address_is_free_for_another_and_the_new_one_signs_in()
    {
        var ada = await hub.Register(_tenant, "ada@old.example");
        (await Confirm(ada, await Ask(ada, "ada@new.example"))).Error.ShouldBeNull();
        await hub.Register(_tenant, "ada@old.example");
        (await Holder("ada@new.example")).ShouldBe(ada.UserId);
        await hub.SignIn(ada);
    }

    [Fact]
    public async Task It_takes_the_password_and_an_address_that_is_free()
    {
        var ada = await hub.Register(_tenant, "ada@old.example");
        await hub.Register(_tenant, "bob@old.example");
        using var _ = hub.AsPerson(ada);
        (await hub.Grains.User(ada).RequestEmailChange(new RequestEmailChange("ada@new.example", "wrong"))).Error!.Code.ShouldBe("users.current_wrong");
        (await hub.Grains.User(ada).RequestEmailChange(new RequestEmailChange("BOB@old.example", Registered.Password))).Error!.Code.ShouldBe("users.email_taken");
    }

    [Fact]
    public async Task Delivered_twice_the_events_are_four_mails_each_to_the_address_that_it_is_for()
    {
        var ada = await hub.Register(_tenant, "ada@old.example");
        var token = await Ask(ada, "ada@new.example");
        var reactor = hub.Services.GetServices<IProjection>().OfType<AccountMailReactor>().Single();
        var asked = await Told(reactor, ada, "user.email_change_requested", new UserEmailChangeRequested());
        (await Confirm(ada, token)).Error.ShouldBeNull();
        var changed = await Told(reactor, ada, "user.email_changed", new UserEmailChanged(await FormerId(ada)));
        var password = await Told(reactor, ada, "user.password_changed", new UserPasswordChanged("changed"));

        (await MailTo($"{asked:n}")).ShouldBe(("ada@new.example", "email_change"));
        (await MailTo($"{asked:n}-notice")).ShouldBe(("ada@old.example", "email_change_notice"));
        (await MailTo($"{changed:n}")).ShouldBe(("ada@old.example", "email_changed"));
        (await MailTo($"{password:n}")).ShouldBe(("ada@new.example", "password_changed"));
    }

    private async Task<string> FormerId(UserKey who)
    {
        var loaded = await hub.Services.GetRequiredService<IAggregateStore>().Load<LearningHub.Grains.Users.UserState>(who.ToString(), CancellationToken.None);
        return loaded.State.Former.ShouldHaveSingleItem().ChangeId;
    }

    private async Task<(string To, string Kind)> MailTo(string id)
    {
        using var _ = hub.AsPlatform(_tenant);
        var mail = (await hub.Grains.GetGrain<IMailGrain>($"{_tenant}/{id}").Get()).Value.ShouldNotBeNull();
        return (mail.To, mail.Kind);
    }

    private async Task<Guid> Told(AccountMailReactor reactor, UserKey who, string name, DomainEvent happened)
    {
        var e = MailEvents.Of(name, who, happened);
        using var _ = hub.AsPlatform(_tenant);
        await reactor.React(e, CancellationToken.None);
        await reactor.React(e, CancellationToken.None);
        return e.EventId;
    }
}
