using System.Reflection;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Tests.Users;

[Collection("hub")]
public sealed class OnBehalfTests(HubFixture hub)
{
    private const string Password = "correct-horse-battery-9";
    private readonly string _tenant = hub.NewTenant();

    private IUserGrain User(string id) => hub.Grains.User(new(_tenant, id));

    private async Task<OpenedSession> Person(string id, params string[] roles)
    {
        using (hub.As(Actor.System(_tenant))) (await User(id).Register(new(id, $"{id}@example.test", Password, [.. roles]))).Error.ShouldBeNull();
        using (hub.As(Actor.Visitor(_tenant))) return (await User(id).SignIn(new(Password, "test", false))).Value!;
    }

    private IDisposable AsAdmin(OpenedSession own) => hub.As(new Actor(_tenant, own.UserId, [Roles.Admin], own.SessionId));

    private IDisposable OnBehalf(OpenedSession session, string admin, params string[] roles) => hub.As(new Actor(_tenant, session.UserId, [.. roles], session.SessionId, admin));

    private async Task<OpenedSession> Enter(OpenedSession admin, string person)
    {
        using var _ = AsAdmin(admin);
        return (await User(person).Impersonate(new("They cannot see the quiz"))).Value!;
    }

    [Fact]
    public async Task What_is_done_on_behalf_is_stored_under_both_ids_and_so_are_start_and_end()
    {
        var ada = await Person("ada", Roles.Admin);
        await Person("sam", Roles.Instructor);
        var held = await Enter(ada, "sam");
        using (OnBehalf(held, "ada", Roles.Instructor))
        {
            (await User("sam").ChangeProfile(new("Sam S.", "", ""))).Error.ShouldBeNull();
            (await User("sam").EndImpersonation(new())).Error.ShouldBeNull();
        }
        await using var command = hub.Database.CreateCommand("select name, actor from event where type = 'user' and key = $1 order by version, position");
        command.Parameters.Add(new() { Value = $"{_tenant}/sam" });
        var told = new List<(string Name, Actor Actor)>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync()) told.Add((row.GetString(0), Actor.Parse(row.GetString(1))!));
        told.Single(t => t.Name == "user.impersonation_started").Actor.UserId.ShouldBe("ada");
        foreach (var name in (string[])["user.profile_changed", "user.impersonation_ended"])
            told.Single(t => t.Name == name).Actor.ShouldSatisfyAllConditions(a => a.UserId.ShouldBe("sam"), a => a.By.ShouldBe("ada"), a => a.SessionId.ShouldBe(held.SessionId));
        using (AsAdmin(ada)) (await User("sam").ListImpersonations(5)).Value.Single().Reason.ShouldBe("They cannot see the quiz");
    }

    [Fact]
    public async Task Nothing_that_speaks_pays_marks_hands_in_deletes_or_opens_doors_is_done_on_behalf()
    {
        var ada = await Person("ada", Roles.Admin);
        await Person("sam", Roles.Instructor);
        var held = await Enter(ada, "sam");
        using var _ = OnBehalf(held, "ada", Roles.Instructor, Roles.Student);
        async Task Refused(Func<Task> act)
        {
            // What went through before opens nothing for what comes after, in the same flow too.
            (await User("sam").Get()).Error.ShouldBeNull();
            (await Should.ThrowAsync<ActorDeniedException>(act)).Message.ShouldContain("on behalf");
        }
        var sam = User("sam");
        await Refused(() => sam.ChangePassword(new(Password, "another-long-password-7")));
        await Refused(() => sam.RequestEmailChange(new("eve@example.test", Password)));
        await Refused(() => sam.SignIn(new(Password, "x", true)));
        await Refused(() => sam.EndSession(new(null)));
        await Refused(() => hub.Grains.Checkout(new OrderKey(_tenant, "o1"), "sam").Start(new("test", new(100, "EUR"))));
        await Refused(() => hub.Grains.Payment(new(_tenant, "o1")).Retry(new(null)));
        await Refused(() => hub.Grains.Attempts(new(_tenant, "q1", "sam")).HandIn(null!));
        await Refused(() => hub.Grains.Attempts(new(_tenant, "q1", "sam")).Start(null!));
        await Refused(() => hub.Grains.Attempts(new(_tenant, "q1", "sam")).Check(null!));
        await Refused(() => hub.Grains.Course(new(_tenant, "c1")).ChangeLesson(null!));
        await Refused(() => hub.Grains.Attempts(new(_tenant, "q1", "sam")).Grade(null!));
        await Refused(() => hub.Grains.Quiz(new(_tenant, "q1")).Regrade(null!));
        await Refused(() => hub.Grains.Gradebook(new(_tenant, "c1")).Override(null!));
        await Refused(() => hub.Grains.Course(new(_tenant, "c1")).RemoveLesson(null!));
        await Refused(() => hub.Grains.Enrolment(new(_tenant, "c1", "sam")).Leave(null!));
        await Refused(() => hub.Grains.Enrolment(new(_tenant, "c1", "sam")).CompleteLesson(null!));
        await Refused(() => hub.Grains.ChatRoom(new(_tenant, "c1")).Send(new("In their name") { OperationId = "x" }));
    }

    [Fact]
    public void No_method_that_needs_an_admin_or_changes_marks_or_money_is_open_on_behalf()
    {
        var open = typeof(Permission).Assembly.GetTypes().Where(t => t.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(t)).SelectMany(t => t.GetMethods())
            .Where(Interfaces.Common.OnBehalf.May).ToList();
        open.Count.ShouldBeGreaterThan(50);
        var all = typeof(Permission).Assembly.GetTypes().Where(t => t.IsInterface).SelectMany(t => t.GetMethods().Select(m => $"{t.Name}.{m.Name}")).ToHashSet();
        Interfaces.Common.OnBehalf.Named.Where(n => !all.Contains(n)).ShouldBeEmpty("a name of no method opens the door of one that gets it tomorrow");
        open.ShouldAllBe(m => m.GetCustomAttribute<RequiresAttribute>()!.Permission <= Permission.Teach);
        // Beside what mends, what is open takes no command: it reads. Whether something is right is asked of an attempt, and counts there.
        string[] mends = ["ICartGrain", "ICourseGrain", "IEnrolmentGrain", "IUserGrain"];
        open.Where(m => m.GetParameters().Any(p => typeof(Command).IsAssignableFrom(p.ParameterType)) && !mends.Contains(m.DeclaringType!.Name)).Select(m => $"{m.DeclaringType!.Name}.{m.Name}").ShouldBeEmpty();
        string[] never = ["Remove", "Delete", "Grade", "Regrade", "Override", "HandIn", "Password", "EmailChange", "SetRoles", "Suspend", "Impersonate", "Refund", "Freeze", "Redeem", "Leave", "Archive", "Unpublish", "Send"];
        open.Where(m => never.Any(m.Name.StartsWith) && m.Name != "EndImpersonation").Select(m => $"{m.DeclaringType!.Name}.{m.Name}").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_admins_permissions_do_not_go_along_even_when_the_actor_says_so()
    {
        var ada = await Person("ada", Roles.Admin);
        await Person("sam", Roles.Student);
        await Person("eve", Roles.Admin);
        var held = await Enter(ada, "sam");
        using var _ = OnBehalf(held, "ada", Roles.Admin);
        foreach (var act in (Func<Task>[])[() => User("mia").SetRoles(new([Roles.Admin])), () => User("mia").Suspend(new("x")), () => User("mia").Impersonate(new("x")), () => hub.Grains.Settings(_tenant).Get()])
            (await Should.ThrowAsync<ActorDeniedException>(act)).Message.ShouldContain("on behalf");
    }

    [Fact]
    public async Task Only_admins_enter_and_never_as_an_admin_as_themselves_or_into_another_academy()
    {
        var ada = await Person("ada", Roles.Admin);
        var bob = await Person("bob", Roles.Admin);
        var sam = await Person("sam", Roles.Instructor);
        using (hub.As(new Actor(_tenant, "sam", [Roles.Instructor], sam.SessionId))) await Should.ThrowAsync<ActorDeniedException>(() => User("bob").Impersonate(new("x")));
        using (AsAdmin(ada))
        {
            (await User("bob").Impersonate(new("x"))).Error!.Code.ShouldBe("users.not_for_admins");
            (await User("ada").Impersonate(new("x"))).Error!.Code.ShouldBe("users.self");
            (await User("sam").Impersonate(new(""))).Error!.ShouldSatisfyAllConditions(e => e.Code.ShouldBe("users.reason_missing"), e => e.Field.ShouldBe("reason"));
            await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.User(new(hub.NewTenant(), "sam")).Impersonate(new("x")));
            // The person may have become one while an admin was on their way.
            var held = (await User("sam").Impersonate(new("x"))).Value!;
            (await User("sam").SetRoles(new([Roles.Admin]))).Error.ShouldBeNull();
            (await User("sam").Authenticate(held.SessionId, held.Secret)).ShouldBeNull();
        }
        bob.UserId.ShouldBe("bob");
    }

    [Fact]
    public async Task What_stands_behind_it_ends_with_the_admins_session_suspension_or_role()
    {
        var (ada, bob) = (await Person("ada", Roles.Admin), await Person("bob", Roles.Admin));
        async Task<bool> Stands()
        {
            using var platform = hub.As(Actor.System(_tenant));
            return await User("ada").MayActForOthers(ada.SessionId);
        }
        (await Stands()).ShouldBeTrue();
        using (AsAdmin(bob))
        {
            (await User("ada").SetRoles(new([Roles.Instructor]))).Error.ShouldBeNull();
            (await Stands()).ShouldBeFalse();
            (await User("ada").SetRoles(new([Roles.Admin]))).Error.ShouldBeNull();
            (await Stands()).ShouldBeTrue();
            (await User("ada").Suspend(new("Left"))).Error.ShouldBeNull();
            (await Stands()).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task An_admin_vouches_for_an_address_and_nobody_else_does()
    {
        var ada = await Person("ada", Roles.Admin);
        using (hub.As(Actor.Visitor(_tenant))) (await User("sam").Register(new("Sam", "sam@example.test", Password, []))).Error.ShouldBeNull();
        using (hub.As(_tenant, "sam", Roles.Student)) await Should.ThrowAsync<ActorDeniedException>(() => User("sam").VouchForEmail(new()));
        using var _ = AsAdmin(ada);
        (await User("sam").Get()).Value!.EmailConfirmed.ShouldBeFalse();
        (await User("sam").VouchForEmail(new())).Error.ShouldBeNull();
        (await User("sam").Get()).Value!.EmailConfirmed.ShouldBeTrue();
        (await User("sam").VouchForEmail(new())).Error.ShouldBeNull("it is true already");
        (await User("nobody").VouchForEmail(new())).Error!.Code.ShouldBe("users.not_found");
    }
}
