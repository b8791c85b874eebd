using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.LiveClasses;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed class PollsTests
{
    private static TestRoom Asked(bool anonymous = false, params string[] people)
    {
        var room = new TestRoom();
        room.Enter("prof");
        room.Enter(people);
        room.Do(s => Polls.Ask(s, new AskPoll("Yes?", ["Yes", "No", "Cannot tell"], anonymous), "prof", LiveRole.Host, room.Now));
        return room;
    }

    [Fact]
    public void Whatever_the_votes_the_counts_are_those_of_the_last_vote_of_each()
    {
        var vote = Gen.Choose(0, 7).SelectMany(user => Gen.Choose(0, 2).Select(option => (User: $"u{user}", Option: option)));
        Prop.ForAll(vote.ListOf().ToArbitrary(), votes =>
        {
            var room = Asked(false, [.. Enumerable.Range(0, 8).Select(i => $"u{i}")]);
            foreach (var (user, option) in votes) room.Do(s => Polls.Vote(s, new VotePoll(1, option), user));
            var last = votes.GroupBy(v => v.User).Select(g => g.Last().Option).ToArray();
            room.State.Polls[1].Counts.ShouldBe([last.Count(o => o == 0), last.Count(o => o == 1), last.Count(o => o == 2)]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_anonymous_choice_stands_nowhere_beside_a_person_and_cannot_be_changed()
    {
        var room = Asked(true, "ann");
        var voted = room.Do(s => Polls.Vote(s, new VotePoll(1, 2), "ann"));
        room["ann"].Votes[1].ShouldBe(Polls.Secret);
        voted.Events.ShouldBeEmpty();
        voted.Records.Single(r => r.Type == LiveClassState.PersonRecord).Json!.ShouldContain("\"votes\":{\"1\":-1}");
        Polls.Vote(room.State, new VotePoll(1, 0), "ann").Error!.Code.ShouldBe("live_classes.voted");
        room.State.Polls[1].Counts.ShouldBe([0, 0, 1]);
    }

    [Fact]
    public void A_new_poll_closes_the_one_before_and_a_closed_one_takes_no_votes()
    {
        var room = Asked(false, "ann");
        room.Do(s => Polls.Ask(s, new AskPoll("And now?", ["a", "b"], false), "prof", LiveRole.Host, room.Now));
        room.State.Polls[1].ClosedAt.ShouldNotBeNull();
        Polls.Vote(room.State, new VotePoll(1, 0), "ann").Error!.Code.ShouldBe("live_classes.poll_closed");
    }

    [Theory]
    [InlineData("", "a", "b")]
    [InlineData("q", "a")]
    [InlineData("q", "a", "A")]
    [InlineData("q", "a", " ")]
    [InlineData("q", "a", "b", "c", "d", "e", "f", "g")]
    [InlineData("q\0", "a", "b")]
    public void A_poll_that_cannot_be_asked_is_refused(string question, params string[] options) =>
        Polls.Ask(new TestRoom().State, new AskPoll(question, [.. options], false), "prof", LiveRole.Host, TestRoom.Start).Error.ShouldNotBeNull();

    [Fact]
    public void Attendees_ask_no_polls_and_who_does_not_sit_has_no_vote()
    {
        var room = Asked(false, "ann");
        Polls.Ask(room.State, new AskPoll("q", ["a", "b"], false), "ann", LiveRole.Attendee, room.Now).Error!.Code.ShouldBe("live_classes.not_yours");
        Polls.Vote(room.State, new VotePoll(1, 0), "eve").Error!.Code.ShouldBe("live_classes.not_seated");
        Polls.Vote(room.State, new VotePoll(1, 3), "ann").Error!.Code.ShouldBe("live_classes.no_option");
        Polls.Vote(room.State, new VotePoll(9, 0), "ann").Error!.Code.ShouldBe("live_classes.no_poll");
    }
}
