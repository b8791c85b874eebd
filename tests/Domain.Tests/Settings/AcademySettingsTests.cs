using System.Collections.Immutable;
using LearningHub.Grains.Chat;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.Grains.Settings;

namespace LearningHub.Domain.Tests.Settings;

public sealed class AcademySettingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static SaveSettings Say(int version, params (string Name, string Value)[] values) => new(version, values.ToImmutableDictionary(v => v.Name, v => v.Value));
    private static SettingsState Saved(SettingsState s, params (string Name, string Value)[] values) => AcademySettings.Save(s, Say(s.Number, values), "ada", Now).State!;
    private static SettingsRecord RecordOf(SettingsState s) => new(s.Number, "ada", Now, null, [], s.Values);

    [Fact]
    public void Every_setting_is_documented_and_its_default_is_one_of_its_values()
    {
        SettingCatalogue.All.Length.ShouldBeGreaterThanOrEqualTo(6);
        SettingCatalogue.All.Select(s => s.Name).ShouldBeUnique();
        foreach (var setting in SettingCatalogue.All)
        {
            setting.Refuse(setting.Default).ShouldBeNull(setting.Name);
            setting.Description.Length.ShouldBeGreaterThan(20, setting.Name);
            setting.Name.ShouldMatch("^[a-z_]+\\.[a-z_]+$");
            foreach (var secret in (string[])["password", "secret", "token", "key"]) setting.Name.ShouldNotContain(secret, Case.Sensitive, "secrets are never settings");
            if (setting is NumberSetting n)
            {
                n.Refuse($"{n.Min}").ShouldBeNull();
                n.Refuse($"{n.Max}").ShouldBeNull();
                n.Refuse($"{n.Max + 1}").ShouldNotBeNull();
            }
        }
    }

    [Theory]
    [InlineData("users.session_hours", "0"), InlineData("users.session_hours", "73"), InlineData("users.session_hours", "012"), InlineData("users.session_hours", "1.5"), InlineData("users.session_hours", " 2")]
    [InlineData("users.session_hours", "-1"), InlineData("users.session_hours", "1e1"), InlineData("users.session_hours", ""), InlineData("users.session_hours", "99999999999999999999"), InlineData("users.session_hours", "\u0661")]
    [InlineData("users.registration", "yes"), InlineData("users.registration", "ON"), InlineData("chat.slow_mode", "301")]
    public void What_does_not_fit_is_refused_at_its_field_and_nothing_is_saved(string name, string value)
    {
        var refused = AcademySettings.Save(SettingsState.Empty, Say(0, ("chat.message_length", "500"), (name, value)), "ada", Now);
        refused.Error!.Code.ShouldBe("settings.invalid");
        refused.Error.Field.ShouldBe(name);
        refused.State.ShouldBeNull();
    }

    [Fact]
    public void What_nobody_knows_is_refused() => AcademySettings.Save(SettingsState.Empty, Say(0, ("stripe.secret", "x")), "ada", Now).Error!.Code.ShouldBe("settings.unknown");

    [Fact]
    public void A_change_is_a_version_that_tells_before_and_after_and_the_same_again_is_none()
    {
        var first = AcademySettings.Save(SettingsState.Empty, Say(0, ("chat.message_length", "500"), ("chat.slow_mode", "0")), "ada", Now);
        first.State!.Number.ShouldBe(1);
        first.Events.Single().ShouldBeOfType<SettingsChanged>().Changes.ShouldBe([new("chat.message_length", "4000", "500")]);
        first.Records.Single().Id.ShouldBe("000000001");
        AcademySettings.Save(first.State, Say(1, ("chat.message_length", "500")), "bob", Now).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Who_saw_an_older_version_is_refused_whatever_they_say()
    {
        var s = Saved(SettingsState.Empty, ("chat.slow_mode", "10"));
        foreach (var version in (int[])[0, 2, -1]) AcademySettings.Save(s, Say(version, ("chat.message_length", "900")), "bob", Now).Error!.Code.ShouldBe("settings.changed_meanwhile");
    }

    [Fact]
    public void Going_back_is_a_new_version_with_all_values_of_the_old()
    {
        var one = Saved(SettingsState.Empty, ("chat.slow_mode", "10"), ("users.registration", "off"));
        var two = Saved(one, ("chat.slow_mode", "20"), ("chat.message_length", "300"));
        var back = AcademySettings.RollBack(two, new(1, 2), RecordOf(one), "eve", Now);
        back.State!.Number.ShouldBe(3);
        AcademySettings.View(back.State).Settings.Select(s => s.Value).ShouldBe(AcademySettings.View(one).Settings.Select(s => s.Value));
        back.Events.Single().ShouldBeOfType<SettingsChanged>().RolledBackTo.ShouldBe(1);
        AcademySettings.View(AcademySettings.RollBack(two, new(0, 2), null, "eve", Now).State!).Settings.ShouldAllBe(s => s.IsDefault);
        AcademySettings.RollBack(two, new(2, 2), RecordOf(two), "eve", Now).IsNoChange.ShouldBeTrue();
        AcademySettings.RollBack(two, new(1, 1), RecordOf(one), "eve", Now).Error!.Code.ShouldBe("settings.changed_meanwhile");
        foreach (var to in (int[])[-1, 3]) AcademySettings.RollBack(two, new(to, 2), null, "eve", Now).Error!.Code.ShouldBe("settings.no_version");
    }

    [Fact]
    public void What_an_older_program_stored_and_does_not_fit_any_more_is_the_default()
    {
        var odd = SettingsState.Empty.Values.Add("users.session_hours", "500").Add("gone.setting", "x");
        SettingCatalogue.SessionHours.Read(odd).ShouldBe(12);
        AcademySettings.RollBack(SettingsState.Empty with { Number = 2, Values = SettingsState.Empty.Values.Add("chat.slow_mode", "5") }, new(1, 2), new(1, "a", Now, null, [], odd), "eve", Now)
            .State!.Values.ShouldBeEmpty();
    }

    [Fact]
    public void Slow_mode_makes_a_person_wait_and_nobody_else_and_tells_for_how_long()
    {
        var limits = new ChatLimits(100, TimeSpan.FromSeconds(30));
        SendMessage Message(string text, string id) => new(text) { OperationId = id };
        var room = ChatRoom.Send(ChatRoomState.Empty, Message("one", "a"), "sam", Now, limits).State!;
        var refused = ChatRoom.Send(room, Message("two", "b"), "sam", Now.AddSeconds(12.5), limits);
        refused.Error!.Code.ShouldBe("chat.slow_mode");
        refused.Error.Message.ShouldContain("18 seconds");
        ChatRoom.Send(room, Message("two", "b"), "mia", Now.AddSeconds(1), limits).Error.ShouldBeNull();
        ChatRoom.Send(room, Message("two", "b"), "sam", Now.AddSeconds(30), limits).Error.ShouldBeNull();
        ChatRoom.Send(room, Message("two", "b"), "sam", Now.AddSeconds(1), limits with { Slow = TimeSpan.Zero }).Error.ShouldBeNull();
        ChatRoom.Send(room, Message(new string('x', 101), "c"), "mia", Now, limits).Error!.Message.ShouldContain("100");
    }
}
