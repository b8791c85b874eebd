using LearningHub.Grains.Chat;

namespace LearningHub.Domain.Tests.Chat;

public sealed class SendPaceTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_twenty_first_message_in_ten_seconds_is_refused_and_others_are_not_affected()
    {
        var pace = new SendPace();
        for (var i = 0; i < SendPace.Most; i++)
        {
            pace.Allows("u1", Now.AddMilliseconds(i)).ShouldBeTrue();
            pace.Count("u1", Now.AddMilliseconds(i));
        }
        pace.Allows("u1", Now.AddSeconds(9)).ShouldBeFalse();
        pace.Allows("u2", Now.AddSeconds(9)).ShouldBeTrue();
    }

    [Fact]
    public void The_window_slides()
    {
        var pace = new SendPace();
        for (var i = 0; i < SendPace.Most; i++) pace.Count("u1", Now.AddSeconds(i * 0.1));
        pace.Allows("u1", Now.AddSeconds(9.99)).ShouldBeFalse();
        pace.Allows("u1", Now.AddSeconds(10)).ShouldBeTrue();
    }
}
