using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Settings;

namespace LearningHub.Grains.Tests.Settings;

[Collection("hub")]
public sealed class SettingsTests(HubFixture hub)
{
    private const string Password = "correct-horse-battery-9";

    private static SaveSettings Say(int version, params (Setting Setting, string Value)[] values) => new(version, values.ToImmutableDictionary(v => v.Setting.Name, v => v.Value));

    private async Task<SettingsView> Set(string tenant, params (Setting Setting, string Value)[] values)
    {
        using var admin = hub.As(tenant, "ada", Roles.Admin);
        var grain = hub.Grains.Settings(tenant);
        return (await grain.Save(Say((await grain.Get()).Version, values))).Value!;
    }

    [Fact]
    public async Task Of_admins_who_save_at_once_one_wins_and_the_others_are_told()
    {
        var tenant = hub.NewTenant();
        using var admin = hub.As(tenant, "ada", Roles.Admin);
        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(n => hub.Grains.Settings(tenant).Save(Say(0, (SettingCatalogue.SlowMode, $"{n}")))));
        answers.Count(a => a.IsOk).ShouldBe(1);
        answers.Where(a => !a.IsOk).ShouldAllBe(a => a.Error!.Code == "settings.changed_meanwhile" && a.Error.Kind == ErrorKind.Conflict);
        (await hub.Grains.Settings(tenant).Get()).Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_save_that_is_sent_again_gets_its_first_answer_and_is_one_version()
    {
        var tenant = hub.NewTenant();
        using var admin = hub.As(tenant, "ada", Roles.Admin);
        var command = Say(0, (SettingCatalogue.SlowMode, "7")) with { OperationId = "op-1" };
        var first = await hub.Grains.Settings(tenant).Save(command);
        var second = await hub.Grains.Settings(tenant).Save(command);
        first.IsOk.ShouldBeTrue();
        second.Value!.Version.ShouldBe(1);
        (await hub.Grains.Settings(tenant).History(null, 10)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task History_compare_and_going_back_tell_every_version_after_the_grain_was_loaded_again()
    {
        var tenant = hub.NewTenant();
        await Set(tenant, (SettingCatalogue.SlowMode, "5"));
        await Set(tenant, (SettingCatalogue.SlowMode, "9"), (SettingCatalogue.MessageLength, "200"));
        using var admin = hub.As(tenant, "bea", Roles.Admin);
        var grain = hub.Grains.Settings(tenant);
        await hub.Grains.GetGrain<Orleans.Runtime.IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        (await grain.Compare(1, 2)).Value.ShouldBe([new("chat.message_length", "4000", "200"), new("chat.slow_mode", "5", "9")]);
        (await grain.Compare(0, 1)).Value.ShouldBe([new("chat.slow_mode", "0", "5")]);
        (await grain.Compare(0, 3)).Error!.Code.ShouldBe("settings.no_version");
        var back = (await grain.RollBack(new(1, 2))).Value!;
        back.Version.ShouldBe(3);
        (await grain.History(null, 10)).Select(v => (v.Version, v.By, v.RolledBackTo)).ShouldBe([(3, "bea", 1), (2, "ada", null), (1, "ada", null)]);
        (await grain.History(3, 1)).Single().Version.ShouldBe(2);
    }

    [Fact]
    public async Task Another_silo_goes_by_a_change_within_five_seconds_though_nothing_is_pushed()
    {
        var tenant = hub.NewTenant();
        var clock = new StandingClock();
        var elsewhere = new LiveSettings(hub.Services.GetRequiredService<IAggregateStore>(), clock);
        (await elsewhere.Get(tenant, SettingCatalogue.SlowMode)).ShouldBe(0);
        await Set(tenant, (SettingCatalogue.SlowMode, "11"));
        (await elsewhere.Get(tenant, SettingCatalogue.SlowMode)).ShouldBe(0, "no time has passed there");
        clock.Advance(LiveSettings.Fresh);
        (await elsewhere.Get(tenant, SettingCatalogue.SlowMode)).ShouldBe(11);
        LiveSettings.Fresh.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        (await hub.Services.GetRequiredService<ILiveSettings>().Get(tenant, SettingCatalogue.SlowMode)).ShouldBe(11, "here it counts at once");
        (await elsewhere.Get(hub.NewTenant(), SettingCatalogue.SlowMode)).ShouldBe(0, "another academy's are its own");
    }

    [Fact]
    public async Task Only_admins_of_the_academy_read_and_change_them_and_visitors_see_what_is_open()
    {
        var tenant = hub.NewTenant();
        var grain = hub.Grains.Settings(tenant);
        foreach (var role in (string[])[Roles.Student, Roles.Instructor])
            using (hub.As(tenant, "sam", role))
            {
                await Should.ThrowAsync<ActorDeniedException>(() => grain.Get());
                await Should.ThrowAsync<ActorDeniedException>(() => grain.Save(Say(0, (SettingCatalogue.Registration, "off"))));
                await Should.ThrowAsync<ActorDeniedException>(() => grain.RollBack(new(0, 0)));
            }
        using (hub.As(hub.NewTenant(), "eve", Roles.Admin)) await Should.ThrowAsync<ActorDeniedException>(() => grain.Get());
        using (hub.As(Actor.Visitor(tenant))) (await grain.Open()).Keys.Order().ShouldBe(["live_classes.attendee_limit", "users.registration"]);
    }

    [Fact]
    public async Task Closed_registration_refuses_visitors_and_not_the_platform_nor_a_repeat_of_what_was_done_before()
    {
        var tenant = hub.NewTenant();
        RegisterUser Sam(string op) => new("Sam", $"{op}@example.test", Password, []) { OperationId = op };
        using (hub.As(Actor.Visitor(tenant))) (await hub.Grains.User(new(tenant, "sam")).Register(Sam("first"))).IsOk.ShouldBeTrue();
        await Set(tenant, (SettingCatalogue.Registration, "off"));
        using (hub.As(Actor.Visitor(tenant)))
        {
            (await hub.Grains.User(new(tenant, "mia")).Register(Sam("second"))).Error!.Code.ShouldBe("users.registration_closed");
            (await hub.Grains.User(new(tenant, "sam")).Register(Sam("first"))).IsOk.ShouldBeTrue("its answer may have been lost");
        }
        using (hub.As(Actor.System(tenant))) (await hub.Grains.User(new(tenant, "bob")).Register(Sam("third"))).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Sessions_live_as_long_as_was_set_and_one_that_is_open_is_shortened_at_its_next_use()
    {
        var tenant = hub.NewTenant();
        var user = hub.Grains.User(new(tenant, "sam"));
        using (hub.As(Actor.System(tenant))) (await user.Register(new("Sam", "sam@example.test", Password, [Roles.Student]))).IsOk.ShouldBeTrue();
        using var visitor = hub.As(Actor.Visitor(tenant));
        var now = TimeProvider.System.GetUtcNow();
        var before = (await user.SignIn(new(Password, "test", false))).Value!;
        before.ExpiresAt.ShouldBeInRange(now.AddHours(11.9), now.AddHours(12.1));
        await Set(tenant, (SettingCatalogue.SessionHours, "1"), (SettingCatalogue.RememberDays, "2"));
        (await user.SignIn(new(Password, "test", false))).Value!.ExpiresAt.ShouldBeInRange(now.AddMinutes(59), now.AddMinutes(65));
        (await user.SignIn(new(Password, "test", true))).Value!.ExpiresAt.ShouldBeInRange(now.AddDays(1.9), now.AddDays(2.1));
        await Wait.Until(async () => (await user.Authenticate(before.SessionId, before.Secret))!.ExpiresAt < now.AddHours(2));
    }

    private sealed class StandingClock : TimeProvider
    {
        private long _ticks;
        public void Advance(TimeSpan by) => _ticks += by.Ticks;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => _ticks;
    }
}
