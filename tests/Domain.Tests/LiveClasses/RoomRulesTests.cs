using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.LiveClasses;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed class RoomRulesTests
{
    [Fact]
    public void Hands_stand_in_the_order_they_went_up_and_go_down_with_their_owner()
    {
        var room = new TestRoom();
        room.Enter("ann", "bob", "eve");
        foreach (var user in (string[])["bob", "ann", "eve"]) room.Do(s => Hands.Set(s, new SetHand(true), user, LiveRole.Attendee, room.Now));
        Hands.InOrder(room.State).Select(p => p.UserId).ShouldBe(["bob", "ann", "eve"]);
        room.Do(s => Seats.Leave(s, "ann", room.Now));
        Hands.InOrder(room.State).Select(p => p.UserId).ShouldBe(["bob", "eve"]);
        Hands.Set(room.State, new SetHand(false, "bob"), "eve", LiveRole.Attendee, room.Now).Error!.Code.ShouldBe("live_classes.not_yours");
        room.Do(s => Hands.Set(s, new SetHand(false, "bob"), "prof", LiveRole.Host, room.Now));
        Hands.InOrder(room.State).Select(p => p.UserId).ShouldBe(["eve"]);
    }

    [Fact]
    public void A_question_has_one_vote_a_person_and_none_of_its_own_author()
    {
        var room = new TestRoom();
        room.Enter("ann", "bob");
        room.Do(s => QuestionBoard.Ask(s, new AskLiveQuestion(" Why? "), "ann", room.Now));
        for (var i = 0; i < 3; i++) room.Do(s => QuestionBoard.Vote(s, new VoteLiveQuestion(1, true), "bob"));
        room.State.Questions[1].ShouldSatisfyAllConditions(q => q.Votes.ShouldBe(1), q => q.Text.ShouldBe("Why?"));
        QuestionBoard.Vote(room.State, new VoteLiveQuestion(1, true), "ann").Error!.Code.ShouldBe("live_classes.own_question");
        QuestionBoard.Answer(room.State, new AnswerLiveQuestion(1, true), LiveRole.Attendee, room.Now).Error!.Code.ShouldBe("live_classes.not_yours");
        room.Do(s => QuestionBoard.Answer(s, new AnswerLiveQuestion(1, true), LiveRole.CoHost, room.Now));
        room.State.Questions[1].AnsweredAt.ShouldBe(room.Now);
    }

    [Fact]
    public void One_person_cannot_fill_the_board()
    {
        var room = new TestRoom();
        room.Enter("ann");
        for (var i = 0; i < QuestionBoard.MostWaiting; i++) room.Do(s => QuestionBoard.Ask(s, new AskLiveQuestion($"q{i}"), "ann", room.Now));
        QuestionBoard.Ask(room.State, new AskLiveQuestion("more"), "ann", room.Now).Error!.Code.ShouldBe("live_classes.too_many_questions");
    }

    [Fact]
    public void A_later_broadcast_replaces_an_earlier_and_the_earlier_cannot_end_it()
    {
        var room = new TestRoom();
        room.Do(s => LiveClass.BeginBroadcast(s, "prof", LiveRole.Host, room.Now));
        room.Do(s => LiveClass.BeginBroadcast(s, "prof", LiveRole.Host, room.Now));
        room.Do(s => LiveClass.EndBroadcast(s, new EndBroadcast(1)));
        room.State.Broadcast!.Session.ShouldBe(2);
        LiveClass.BeginBroadcast(room.State, "ann", LiveRole.Attendee, room.Now).Error!.Code.ShouldBe("live_classes.not_yours");
    }

    [Fact]
    public void Phases_only_go_forward()
    {
        var room = new TestRoom();
        LiveClass.Cancel(room.State).Error!.Code.ShouldBe("live_classes.not_now");
        LiveClass.Open(room.State).IsNoChange.ShouldBeTrue();
        room.Do(s => LiveClass.End(s, room.Presence, room.Now));
        LiveClass.Start(room.State, room.Now).Error!.Code.ShouldBe("live_classes.not_now");
        LiveClass.End(room.State, room.Presence, room.Now).IsNoChange.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", 60, 10, 0, "live_classes.bad_title")]
    [InlineData("x", 4, 10, 0, "live_classes.bad_minutes")]
    [InlineData("x", 60, 0, 0, "live_classes.bad_limit")]
    [InlineData("x", 60, 1001, 0, "live_classes.bad_limit")]
    [InlineData("x", 60, 10, -1, "live_classes.bad_start")]
    [InlineData("x", 60, 10, 800 * 24, "live_classes.bad_start")]
    public void A_plan_that_cannot_be_is_refused(string title, int minutes, int limit, int hours, string code) =>
        LiveClass.Schedule(LiveClassState.Empty, new ScheduleLiveClass("c", title, TestRoom.Start.AddHours(hours), minutes, limit), "prof", 0, TestRoom.Start).Error!.Code.ShouldBe(code);

    [Fact]
    public void Events_hold_ids_only()
    {
        var scheduled = LiveClass.Schedule(LiveClassState.Empty, new ScheduleLiveClass("c", "My secret title", TestRoom.Start, 60, null), "prof", 0, TestRoom.Start);
        System.Text.Json.JsonSerializer.Serialize<object>(scheduled.Events.ShouldHaveSingleItem()).ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(null, 0, null)]
    [InlineData(null, 30, 30)]
    [InlineData(5, 30, 5)]
    [InlineData(5, 0, 5)]
    public void A_class_without_a_limit_of_its_own_has_that_of_the_academy(int? own, int standard, int? expected) =>
        LiveClass.Schedule(LiveClassState.Empty, new ScheduleLiveClass("c", "Clinic", TestRoom.Start, 60, own), "prof", standard, TestRoom.Start).State!.AttendeeLimit.ShouldBe(expected);
}
