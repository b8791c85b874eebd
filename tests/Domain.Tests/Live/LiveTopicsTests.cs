using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Domain.Tests.Live;

public sealed class LiveTopicsTests
{
    [Fact]
    public void The_topics_of_ten_thousand_people_ride_on_a_fixed_number_of_streams_about_as_many_on_each()
    {
        var streams = Enumerable.Range(0, 10_000).GroupBy(i => LiveTopics.Stream("main", LiveTopics.User(Guid.CreateVersion7().ToString("n")))).ToList();
        streams.Count.ShouldBe(LiveTopics.PeopleStreams);
        streams.ShouldAllBe(s => s.Count() > 10_000 / LiveTopics.PeopleStreams / 2);
    }

    [Fact]
    public void Tenants_share_none_and_every_other_topic_has_its_own()
    {
        LiveTopics.Stream("main", "user:ann").ShouldNotBe(LiveTopics.Stream("other", "user:ann"));
        LiveTopics.Stream("main", "chat:c1").ShouldNotBe(LiveTopics.Stream("main", "chat:c2"));
        LiveTopics.Stream("main", "chat:c1").GetKeyAsString().ShouldBe("main/chat:c1");
    }

    /// <summary>Silos and front ends of different versions and machines must agree.</summary>
    [Theory]
    [InlineData("ann", 2)]
    [InlineData("bob", 11)]
    [InlineData("0198f0c2a7b97d3c8a4e5f6071829304", 10)]
    public void A_person_is_on_the_same_stream_for_ever(string user, int shard) =>
        LiveTopics.Stream("main", LiveTopics.User(user)).GetKeyAsString().ShouldBe($"main/people:{shard}");
}
