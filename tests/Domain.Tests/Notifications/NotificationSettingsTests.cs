using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Notifications;

namespace LearningHub.Domain.Tests.Notifications;

public sealed class NotificationSettingsTests
{
    private static readonly NotificationSettingsState Empty = NotificationSettingsState.Empty;
    private static readonly KindChoice Off = new("class_moved", NotificationFrequency.Off, NotificationFrequency.Off, NotificationFrequency.Off);

    private static StoredDevice Device(int n) => new($"d{n}", $"https://push.example.org/{n}", "p", "a", "Firefox", "s1", DateTimeOffset.UnixEpoch);

    [Fact]
    public void Only_what_differs_from_the_defaults_is_kept()
    {
        var set = NotificationSettings.Set(Empty, new([Off], null, 450));
        set.State!.Choices.ShouldBe([Off]);
        var kind = NotificationCatalogue.Find("class_moved")!;
        NotificationSettings.Set(set.State, new([kind.Default], null, 450)).State!.Choices.ShouldBeEmpty();
        NotificationSettings.Set(set.State, new([Off], null, 450)).IsNoChange.ShouldBeTrue();
    }

    [Theory]
    [InlineData("unknown", 0, 0, "notifications.no_kind")]
    [InlineData("class_moved", 2, 0, "notifications.choice_invalid")]
    [InlineData("class_moved", 1, 7, "notifications.choice_invalid")]
    public void A_choice_is_of_a_known_kind_and_the_inbox_knows_no_days(string kind, int inbox, int mail, string expected) =>
        NotificationSettings.Set(Empty, new([new(kind, (NotificationFrequency)inbox, (NotificationFrequency)mail, NotificationFrequency.Off)], null, 450)).Error!.Code.ShouldBe(expected);

    [Theory]
    [InlineData(-1, null, null)]
    [InlineData(1440, null, null)]
    [InlineData(450, -1, 10)]
    [InlineData(450, 10, 1440)]
    [InlineData(450, 60, 60)]
    public void Times_are_minutes_of_a_day(int digest, int? from, int? until) =>
        NotificationSettings.Set(Empty, new([], from is null ? null : new(from.Value, until!.Value), digest)).Error!.Code.ShouldBe("notifications.hours_invalid");

    [Fact]
    public void Muting_a_kind_twice_is_muting_it_once_and_unmuting_brings_the_default_back()
    {
        var muted = NotificationSettings.MuteKind(Empty, new("class_moved", true)).State!;
        muted.Of(NotificationCatalogue.Find("class_moved")!).ShouldBe(Off);
        NotificationSettings.MuteKind(muted, new("class_moved", true)).IsNoChange.ShouldBeTrue();
        NotificationSettings.MuteKind(muted, new("class_moved", false)).State!.Choices.ShouldBeEmpty();
        NotificationSettings.MuteKind(Empty, new("class_moved", false)).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Unmuting_brings_back_what_was_chosen_before_also_after_the_page_was_saved_meanwhile()
    {
        var chosen = new KindChoice("class_moved", NotificationFrequency.AtOnce, NotificationFrequency.Off, NotificationFrequency.Daily);
        var state = NotificationSettings.Set(Empty, new([chosen], null, 450)).State!;
        var muted = NotificationSettings.MuteKind(state, new("class_moved", true)).State!;
        muted.Choices.ShouldBe([Off]);
        NotificationSettings.MuteKind(muted, new("class_moved", true)).IsNoChange.ShouldBeTrue();
        var saved = NotificationSettings.Set(muted, new([Off], null, 500)).State!;
        var back = NotificationSettings.MuteKind(saved, new("class_moved", false)).State!;
        back.Choices.ShouldBe([chosen]);
        back.BeforeMuted.ShouldBeEmpty();
        // Chosen anew while muted: that is it, and the next muting keeps that.
        var anew = NotificationSettings.Set(muted, new([chosen with { Push = NotificationFrequency.AtOnce }], null, 450)).State!;
        anew.BeforeMuted.ShouldBeEmpty();
        NotificationSettings.MuteKind(NotificationSettings.MuteKind(anew, new("class_moved", true)).State!, new("class_moved", false)).State!.Choices.ShouldBe(anew.Choices);
    }

    [Fact]
    public void Unmuting_never_brings_back_mails_that_a_link_ended_before_or_meanwhile()
    {
        var kind = NotificationCatalogue.Find("class_moved")!;
        foreach (var all in (string?[])[null, "class_moved"])
        {
            var before = NotificationSettings.MuteKind(NotificationSettings.Unsubscribe(Empty, new(all)).State!, new("class_moved", true)).State!;
            var meanwhile = NotificationSettings.Unsubscribe(NotificationSettings.MuteKind(Empty, new("class_moved", true)).State!, new(all)).State!;
            foreach (var muted in (NotificationSettingsState[])[before, meanwhile])
                NotificationSettings.MuteKind(muted, new("class_moved", false)).State!.Of(kind).ShouldBe(kind.Default with { Mail = NotificationFrequency.Off });
            NotificationSettings.Unsubscribe(meanwhile, new(all)).IsNoChange.ShouldBeTrue();
        }
    }

    [Fact]
    public void Muting_what_was_switched_off_by_hand_and_taking_it_back_leaves_it_off()
    {
        var kind = NotificationCatalogue.Find("class_moved")!;
        var off = NotificationSettings.Set(Empty, new([Off], null, 450)).State!;
        foreach (var state in (NotificationSettingsState[])[off, NotificationSettings.Unsubscribe(off, new("class_moved")).State!])
        {
            var muted = NotificationSettings.MuteKind(state, new("class_moved", true)).State!;
            // Pressed twice, too.
            var back = NotificationSettings.MuteKind(muted, new("class_moved", false)).State!;
            back.Of(kind).ShouldBe(Off);
            NotificationSettings.MuteKind(back, new("class_moved", false)).State!.Of(kind).ShouldBe(Off);
        }
    }

    [Fact]
    public void A_document_of_a_version_that_kept_nothing_is_read_and_its_muted_kind_goes_back_to_the_default()
    {
        const string Old = """{"choices":[{"kind":"class_moved","inApp":"off","mail":"off","push":"off"}],"mutedCourses":["c1"],"digestAt":450,"devices":[]}""";
        var state = System.Text.Json.JsonSerializer.Deserialize<NotificationSettingsState>(Old, LearningHub.Grains.Common.HubJson.Options)!;
        state.MutedCourses.ShouldBe(["c1"]);
        NotificationSettings.MuteKind(state, new("class_moved", false)).State!.Choices.ShouldBeEmpty();
    }

    [Fact]
    public void At_most_300_courses_are_muted()
    {
        var state = Enumerable.Range(0, 300).Aggregate(Empty, (s, i) => NotificationSettings.MuteCourse(s, new($"c{i}", true)).State!);
        NotificationSettings.MuteCourse(state, new("more", true)).Error!.Code.ShouldBe("notifications.too_many_courses");
        NotificationSettings.MuteCourse(state, new("c7", true)).IsNoChange.ShouldBeTrue();
        NotificationSettings.MuteCourse(state, new("c7", false)).State!.MutedCourses.Length.ShouldBe(299);
    }

    [Fact]
    public void A_link_of_one_kind_ends_its_mails_only_and_one_of_all_ends_all()
    {
        var one = NotificationSettings.Unsubscribe(Empty, new("class_moved")).State!;
        one.Choices.ShouldHaveSingleItem().ShouldBe(new("class_moved", NotificationFrequency.AtOnce, NotificationFrequency.Off, NotificationFrequency.AtOnce));
        NotificationSettings.Unsubscribe(one, new("class_moved")).IsNoChange.ShouldBeTrue();
        var all = NotificationSettings.Unsubscribe(one, new(null)).State!;
        NotificationCatalogue.All.ShouldAllBe(k => all.Of(k).Mail == NotificationFrequency.Off);
        NotificationCatalogue.All.ShouldAllBe(k => all.Of(k).InApp == NotificationFrequency.AtOnce);
    }

    [Fact]
    public void Of_eleven_devices_the_oldest_goes_and_the_same_one_is_not_added_twice()
    {
        var state = Enumerable.Range(0, 11).Aggregate(Empty, (s, i) => NotificationSettings.AddDevice(s, Device(i)).State!);
        state.Devices.Length.ShouldBe(10);
        state.Devices[0].DeviceId.ShouldBe("d1");
        NotificationSettings.AddDevice(state, Device(5)).IsNoChange.ShouldBeTrue();
        NotificationSettings.AddDevice(state, Device(5) with { SessionId = "s2" }).State!.Devices[^1].ShouldSatisfyAllConditions(d => d.DeviceId.ShouldBe("d5"), d => d.SessionId.ShouldBe("s2"));
        NotificationSettings.RemoveDevice(state, "none").IsNoChange.ShouldBeTrue();
    }
}
