using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Catalogue;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Catalogue;

[Collection("hub")]
public sealed class CatalogueTests(HubFixture hub) : IAsyncLifetime
{
    private readonly School _school = new(hub);

    private static readonly CatalogueQuery All = new("", [], [], [], null, CatalogueSort.Relevance, null, 20);

    public async Task InitializeAsync()
    {
        await _school.Published("Phone photography", "Good pictures with what is in your pocket", "Photography");
        await _school.Published("Gardening for beginners", "Grow what you eat", "Garden", CourseLevel.Advanced, price: 2_000);
        await _school.Published("Crème brûlée", "French desserts", "Cooking", language: "fr", price: 900, description: "Le dessert le plus aimé de France, expliqué pas à pas, avec un four ordinaire.");
        await _school.Published("Cooking on one fire", "Twelve meals, one pot", "Cooking", description: "Meals with a phone as your only timer, because everything else stays at home.");
        await _school.Draft("Phone repair", subject: "Photography");
        await hub.Passed("catalogue", _school.Last);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task<CataloguePage> Search(CatalogueQuery query, string? tenant = null)
    {
        using var _ = ActorContext.As(Actor.Visitor(tenant ?? _school.Tenant));
        return await hub.Grains.Queries<ICatalogueGrain>(tenant ?? _school.Tenant).Search(query).Done();
    }

    private async Task<string[]> Titles(string text) => [.. (await Search(All with { Text = text })).Items.Select(i => i.Title)];

    [Theory]
    [InlineData("phone", "Phone photography|Cooking on one fire")]
    [InlineData("PHONE pocket", "Phone photography")]
    [InlineData("photogr", "Phone photography")]
    [InlineData("picture", "Phone photography")]
    [InlineData("creme brulee", "Crème brûlée")]
    [InlineData("brûlée", "Crème brûlée")]
    [InlineData("gardening for the beginner", "Gardening for beginners")]
    [InlineData("cook", "Cooking on one fire|Crème brûlée")]
    [InlineData("xylophone", "")]
    [InlineData("' | & ! :* <->", "Cooking on one fire|Crème brûlée|Gardening for beginners|Phone photography")]
    public async Task Words_find_courses_by_letters_stems_beginnings_and_without_accents(string text, string titles) =>
        string.Join('|', await Titles(text)).ShouldBe(titles);

    [Theory]
    [InlineData("phnoe", "Phone photography")]
    [InlineData("photogarphy", "Phone photography")]
    [InlineData("gardning", "Gardening for beginners")]
    [InlineData("begginers gardne", "Gardening for beginners")]
    public async Task A_mistyped_word_finds_what_was_meant_and_says_so(string text, string first)
    {
        var page = await Search(All with { Text = text });
        page.Corrected.ShouldBeTrue();
        page.Items[0].Title.ShouldBe(first);
    }

    [Fact]
    public async Task Near_misses_follow_the_exact_matches()
    {
        await _school.Published("Phones of the world", "A history of the telephone", "History");
        await hub.Passed("catalogue", _school.Last);
        var page = await Search(All with { Text = "phones" });
        page.Items[0].Title.ShouldBe("Phones of the world");
        page.Corrected.ShouldBeFalse();
    }

    [Fact]
    public async Task Filters_combine_and_each_facet_counts_without_its_own()
    {
        var page = await Search(All with { Subjects = ["Cooking"] });
        page.Items.Select(i => i.Title).Order().ShouldBe(["Cooking on one fire", "Crème brûlée"]);
        page.Total.ShouldBe(2);
        Count(page, "subject", "Cooking").ShouldBe(2);
        Count(page, "subject", "Photography").ShouldBe(1);
        Count(page, "language", "fr").ShouldBe(1);
        Count(page, "level", "advanced").ShouldBe(0);
        Count(page, "price", "free").ShouldBe(1);
        Count(page, "price", "paid").ShouldBe(1);

        (await Search(All with { MaxPriceMinor = 0 })).Items.Select(i => i.Title).ShouldBe(["Cooking on one fire", "Phone photography"]);
        (await Search(All with { MaxPriceMinor = 1_000, Languages = ["fr"] })).Items.Select(i => i.Title).ShouldBe(["Crème brûlée"]);
        (await Search(All with { Levels = [CourseLevel.Advanced] })).Items.Select(i => i.Title).ShouldBe(["Gardening for beginners"]);

        static long Count(CataloguePage page, string kind, string value) => page.Facets.SingleOrDefault(f => f.Kind == kind && f.Value == value)?.Count ?? 0;
    }

    [Theory]
    [InlineData(CatalogueSort.Newest, "Cooking on one fire|Crème brûlée|Gardening for beginners|Phone photography")]
    [InlineData(CatalogueSort.Title, "Cooking on one fire|Crème brûlée|Gardening for beginners|Phone photography")]
    [InlineData(CatalogueSort.Price, "Phone photography|Cooking on one fire|Crème brûlée|Gardening for beginners")]
    [InlineData(CatalogueSort.Popular, "Gardening for beginners|Phone photography")]
    public async Task Orders_hold_across_pages(CatalogueSort sort, string titles)
    {
        if (sort == CatalogueSort.Popular)
        {
            await _school.Published("Popular", price: 0);
            using (_school.Teacher())
            {
                var details = new ChangeCourseDetails("Popular", "S", "", "Garden", CourseLevel.Advanced, "en", [], null);
                await _school.Course("c6").ChangeDetails(details).Done();
            }
            Receipt last = null!;
            foreach (var (course, students) in new[] { ("c6", 3), ("c1", 2) })
                for (var i = 0; i < students; i++) last = await _school.Enrol(course, $"u{i}");
            await hub.Passed("catalogue", _school.Last);
            await hub.Passed("enrolments", last);
            titles = "Popular|Phone photography";
        }
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Search(All with { Sort = sort, Cursor = cursor, Limit = 1 });
            seen.Add(page.Items.Single().Title);
            cursor = page.Next;
        }
        while (cursor is not null);
        if (sort == CatalogueSort.Popular) seen.Take(2).ShouldBe(titles.Split('|'));
        else if (sort == CatalogueSort.Price) seen.Order().ShouldBe(titles.Split('|').Order());
        else seen.ShouldBe(titles.Split('|'));
        seen.Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public async Task Paging_shows_each_course_once_while_others_are_published()
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Search(All with { Text = "cooking", Cursor = cursor, Limit = 1 });
            seen.AddRange(page.Items.Select(i => i.Title));
            cursor = page.Next;
            if (seen.Count == 1)
            {
                await _school.Published("Cooking cooking cooking", "Cooking", "Cooking");
                await hub.Passed("catalogue", _school.Last);
            }
        }
        while (cursor is not null);
        seen.ShouldBe(["Cooking on one fire", "Crème brûlée"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("WyJjYXRhbG9ndWUuUmVsZXZhbmNlIiwiZXhhY3QiLCJOYU4iLCJjMSJd")]
    public async Task A_cursor_that_is_none_is_refused(string cursor)
    {
        using var _ = _school.Visitor();
        (await hub.Grains.Queries<ICatalogueGrain>(_school.Tenant).Search(All with { Text = "phone", Cursor = cursor }).Refused()).ShouldBe("common.bad_cursor");
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_of_it()
    {
        var other = hub.NewTenant();
        var page = await Search(All, other);
        (page.Items.Length, page.Total, page.Facets.Length).ShouldBe((0, 0L, 0));
        (await Search(All with { Text = "phnoe" }, other)).Items.ShouldBeEmpty();
        using var _ = ActorContext.As(Actor.Visitor(other));
        await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.Queries<ICatalogueGrain>(_school.Tenant).Search(All));
    }

    [Fact]
    public async Task What_is_unpublished_is_gone_and_those_who_teach_see_their_drafts()
    {
        using (_school.Teacher())
        {
            var receipt = await _school.Course("c1").Unpublish(new()).Done();
            await hub.Passed("catalogue", receipt);
        }
        (await Titles("pocket")).ShouldBeEmpty();
        (await Search(All with { Text = "phnoe" })).Items.ShouldNotContain(i => i.Title.StartsWith("Phone"));
        using var _ = _school.Teacher();
        var queries = _school.Grains.Queries<ICourseQueriesGrain>(_school.Tenant);
        var first = await queries.Taught(false, null, 3).Done();
        var rest = await queries.Taught(false, first.Next, 3).Done();
        first.Items.Concat(rest.Items).Select(c => c.CourseId).Order().ShouldBe(["c1", "c2", "c3", "c4", "c5"]);
        first.Items[0].ShouldSatisfyAllConditions(c => c.CourseId.ShouldBe("c1"), c => c.Status.ShouldBe(CourseStatus.Draft));
        using (hub.As(_school.Tenant, "otto", Roles.Instructor)) (await queries.Taught(true, null, 10).Done()).Items.ShouldBeEmpty();
        using (hub.As(_school.Tenant, "ada", Roles.Admin)) (await queries.Taught(true, null, 10).Done()).Items.Length.ShouldBe(5);
    }
}
