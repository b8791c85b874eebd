using LearningHub.Grains.Common;
using LearningHub.Grains.InstructorDesk;
using LearningHub.Grains.Interfaces.InstructorDesk;

namespace LearningHub.Domain.Tests.InstructorDesk;

public sealed class AnnouncementsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PostAnnouncement Exam = new("a1", "  The exam\n moves ", "To *Friday*.\r\n", null);

    private static Announcement Stored(Decision<AnnouncementsState> decision) => new StoredRecord("", 0, decision.Records.Single().Json!).Read<Announcement>();

    [Fact]
    public void At_once_it_is_posted_as_written_cleaned()
    {
        var posted = Announcements.Post(AnnouncementsState.Empty, Exam, null, "ines", Now);
        posted.Events.ShouldBe([new AnnouncementPosted("a1", "ines")]);
        Stored(posted).ShouldBe(new("a1", 1, "The exam moves", "To *Friday*.", "ines", Now, true));
        Announcements.Post(posted.State!, Exam with { At = Now.AddHours(-1) }, null, "ines", Now).Events.ShouldHaveSingleItem().ShouldBeOfType<AnnouncementPosted>();
    }

    [Fact]
    public void A_planned_one_is_posted_at_its_moment_once_and_not_before()
    {
        var planned = Announcements.Post(AnnouncementsState.Empty, Exam with { At = Now.AddHours(1) }, null, "ines", Now);
        planned.Events.ShouldBe([new AnnouncementPlanned("a1", Now.AddHours(1))]);
        Announcements.Release(planned.State!, Stored(planned), true, Now).Error.ShouldBe(DeskErrors.TooEarly);
        // A little late, as clocks and workflows are: it stands where it came up.
        var posted = Announcements.Release(planned.State!, Stored(planned), true, Now.AddHours(1).AddSeconds(3));
        Stored(posted).At.ShouldBe(Now.AddHours(1).AddSeconds(3));
        posted.Records.Single().Seq.ShouldBe(Now.AddHours(1).AddSeconds(3).ToUnixTimeMilliseconds());
        posted.Events.ShouldBe([new AnnouncementPosted("a1", "ines")]);
        posted.State!.Planned.ShouldBeEmpty();
        Announcements.Release(posted.State, Stored(posted), false, Now.AddHours(2)).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void One_whose_author_may_not_post_is_held_and_adopted_by_another_at_once_or_for_its_moment()
    {
        var planned = Announcements.Post(AnnouncementsState.Empty, Exam with { At = Now.AddHours(1) }, null, "ines", Now);
        var (state, held) = (planned.State!, Stored(planned));
        Announcements.Release(state, held, false, Now).Error.ShouldBe(DeskErrors.TooEarly);
        Announcements.Release(state, held, false, Now.AddHours(2)).Error.ShouldBe(DeskErrors.Held);
        Announcements.Adopt(state, held, true, "ada", Now.AddHours(2)).Error.ShouldBe(DeskErrors.NotHeld);

        var late = Announcements.Adopt(state, held, false, "ada", Now.AddHours(2));
        late.Events.ShouldBe([new AnnouncementAdopted("a1", "ada"), new AnnouncementPosted("a1", "ada")]);
        late.State!.Planned.ShouldBeEmpty();
        Stored(late).ShouldBe(held with { AuthorId = "ada", Posted = true, At = Now.AddHours(2) });
        Announcements.Adopt(late.State, Stored(late), true, "ada", Now.AddHours(3)).IsNoChange.ShouldBeTrue();
        Announcements.Adopt(late.State, Stored(late), false, "bob", Now.AddHours(3)).Error.ShouldBe(DeskErrors.NotHeld);
        Announcements.Release(late.State, Stored(late), true, Now.AddHours(3)).IsNoChange.ShouldBeTrue();

        var early = Announcements.Adopt(state, held, false, "ada", Now);
        early.Events.ShouldBe([new AnnouncementAdopted("a1", "ada")]);
        early.State!.Planned.ShouldBe(["a1"]);
        Announcements.Release(early.State, Stored(early), true, Now.AddHours(1)).Events.ShouldBe([new AnnouncementPosted("a1", "ada")]);

        Announcements.Adopt(state, null, false, "ada", Now).Error.ShouldBe(DeskErrors.AnnouncementNotFound);
        Announcements.Adopt(state, Stored(Announcements.Withdraw(state, held)), false, "ada", Now).Error.ShouldBe(DeskErrors.AnnouncementNotFound);
    }

    [Fact]
    public void Withdrawn_its_text_is_erased_and_it_is_never_posted()
    {
        var planned = Announcements.Post(AnnouncementsState.Empty, Exam with { At = Now.AddHours(1) }, null, "ines", Now);
        var withdrawn = Announcements.Withdraw(planned.State!, Stored(planned));
        Stored(withdrawn).ShouldSatisfyAllConditions(a => a.Title.ShouldBe(""), a => a.Text.ShouldBe(""), a => a.Withdrawn.ShouldBeTrue());
        withdrawn.State!.Planned.ShouldBeEmpty();
        Announcements.Release(withdrawn.State, Stored(withdrawn), false, Now.AddHours(2)).IsNoChange.ShouldBeTrue();
        Announcements.Withdraw(withdrawn.State, Stored(withdrawn)).IsNoChange.ShouldBeTrue();
        Announcements.Withdraw(withdrawn.State, null).Error.ShouldBe(DeskErrors.AnnouncementNotFound);
    }

    [Fact]
    public void Sent_again_it_is_one_and_another_text_under_its_id_is_refused()
    {
        var posted = Announcements.Post(AnnouncementsState.Empty, Exam, null, "ines", Now);
        Announcements.Post(posted.State!, Exam, Stored(posted), "ines", Now.AddMinutes(1)).IsNoChange.ShouldBeTrue();
        Announcements.Post(posted.State!, Exam with { Text = "No" }, Stored(posted), "ines", Now).Error.ShouldBe(DeskErrors.IdTaken);
        Announcements.Post(posted.State!, Exam, Stored(posted), "omar", Now).Error.ShouldBe(DeskErrors.IdTaken);
    }

    [Fact]
    public void Bad_input_is_refused_by_its_field()
    {
        Announcements.Post(AnnouncementsState.Empty, Exam with { Title = " " }, null, "ines", Now).Error!.Field.ShouldBe("title");
        Announcements.Post(AnnouncementsState.Empty, Exam with { Title = new('x', 121) }, null, "ines", Now).Error!.Field.ShouldBe("title");
        foreach (var text in (string?[])[null, " \n ", new('x', 5_001), "a\0b", "\ud800"])
            Announcements.Post(AnnouncementsState.Empty, Exam with { Text = text! }, null, "ines", Now).Error!.Field.ShouldBe("text");
        Announcements.Post(AnnouncementsState.Empty, Exam with { At = Now.AddDays(367) }, null, "ines", Now).Error!.Field.ShouldBe("at");
        Announcements.Post(AnnouncementsState.Empty, Exam with { AnnouncementId = "NO/WAY" }, null, "ines", Now).Error.ShouldBe(DeskErrors.AnnouncementNotFound);
        var full = AnnouncementsState.Empty with { Planned = [.. Enumerable.Range(0, 20).Select(i => $"p{i}")] };
        Announcements.Post(full, Exam with { At = Now.AddDays(1) }, null, "ines", Now).Error.ShouldBe(DeskErrors.TooManyPlanned);
    }
}
