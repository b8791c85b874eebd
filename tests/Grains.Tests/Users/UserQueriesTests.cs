using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Tests.Users;

[Collection("hub")]
public sealed class UserQueriesTests(HubFixture hub)
{
    private readonly string _tenant = hub.NewTenant();

    private async Task Register(string id, string name, string email)
    {
        Receipt receipt;
        using (hub.As(Actor.Visitor(_tenant)))
            receipt = (await hub.Grains.User(new UserKey(_tenant, id)).Register(Registered.Form(email, name))).Value.ShouldNotBeNull();
        await hub.Passed("people", receipt);
    }

    private async Task<Page<UserRow>> List(string search = "", string role = "", bool suspended = false, string? cursor = null, int limit = 20)
    {
        using var _ = hub.AsAdmin(_tenant);
        return await hub.Grains.Queries<IUserQueriesGrain>(_tenant).List(new UserFilter(search, role, suspended, cursor, limit));
    }

    [Fact]
    public async Task People_are_found_by_the_beginning_of_a_name_or_an_address()
    {
        await Register("a", "Ada Lovelace", "countess@example.org");
        await Register("b", "Grace Hopper", "grace@example.org");
        await Register("c", "100%_Real\\Name", "real@example.org");

        (await List("ada")).Items.Select(x => x.UserId).ShouldBe(["a"]);
        (await List("LOVE")).Items.Select(x => x.UserId).ShouldBe(["a"]);
        (await List("grace@")).Items.Select(x => x.UserId).ShouldBe(["b"]);
        (await List("%")).Items.ShouldBeEmpty();
        (await List("100%_real\\n")).Items.Select(x => x.UserId).ShouldBe(["c"]);
        (await List("\0")).Items.ShouldBeEmpty();
        (await List("", Roles.Admin)).Items.ShouldBeEmpty();
        (await List("", Roles.Student)).Items.Length.ShouldBe(3);
        (await List(suspended: true)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repeat_also_among_namesakes()
    {
        for (var i = 0; i < 7; i++) await Register($"u{i}", i % 2 == 0 ? "Same Name" : $"Other {i}", $"u{i}@example.org");
        var (seen, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await List(cursor: cursor, limit: 2);
            page.Total.ShouldBe(7);
            seen.AddRange(page.Items.Select(x => x.UserId));
            cursor = page.Next;
        } while (cursor is not null);
        seen.ShouldBe(seen.Distinct());
        seen.Count.ShouldBe(7);
        (await List(cursor: "rubbish", limit: 50)).Items.Length.ShouldBe(7);
    }

    [Fact]
    public async Task Names_are_given_by_id_to_anyone_of_the_tenant_and_unknown_ids_are_left_out()
    {
        await Register("a", "Ada Lovelace", "ada@example.org");
        using var _ = hub.As(Actor.Visitor(_tenant));
        (await hub.Grains.Queries<IUserQueriesGrain>(_tenant).People(["a", "none", "a"])).ShouldHaveSingleItem().ShouldBe(new PersonView("a", "Ada Lovelace", ""));
        await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.Queries<IUserQueriesGrain>(_tenant).List(new UserFilter("", "", false, null, 20)));
        await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.Queries<IUserQueriesGrain>(_tenant).FindByEmail("ada@example.org"));
    }
}
