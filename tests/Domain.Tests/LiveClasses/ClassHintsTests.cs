using LearningHub.Grains.Interfaces.Common;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed class ClassHintsTests
{
    private readonly ClassHints _hints = new(new("main", "class1"), null!, TimeProvider.System, NullLogger.Instance);
    private readonly Doorbell _host = new(TimeProvider.System), _ann = new(TimeProvider.System), _bob = new(TimeProvider.System);

    public ClassHintsTests()
    {
        _hints.At(_host, "host", publishes: true);
        _hints.At(_ann, "ann", publishes: false);
        _hints.At(_bob, "bob", publishes: false);
        Room("live", 1);
    }

    private void Room(string phase, long? session) => _hints.Hear(new("class:class1", "room", 1, $$"""{"phase":"{{phase}}","broadcast":{{(session is { } s ? $$"""{"session":{{s}},"by":"host"}""" : "null")}},"hands":[]}"""));

    /// <summary>Who was rung since this was asked last.</summary>
    private string[] Rung() => [.. new[] { (_host, "host"), (_ann, "ann"), (_bob, "bob") }.Where(b => b.Item1.Rang()).Select(b => b.Item2)];

    [Fact]
    public void Another_broadcast_rings_at_publishers_only_and_the_same_one_told_again_at_nobody()
    {
        Rung();
        Room("live", 1);
        Rung().ShouldBeEmpty();
        Room("live", 2);
        Rung().ShouldBe(["host"]);
    }

    [Fact]
    public void The_end_of_the_class_rings_at_all()
    {
        Rung();
        Room("ended", null);
        Rung().ShouldBe(["host", "ann", "bob"]);
    }

    [Fact]
    public void A_person_who_is_removed_is_rung_and_nobody_else_and_what_cannot_be_read_rings_at_nobody()
    {
        Rung();
        _hints.Hear(new("chat:course1", LiveKinds.Removed, 0, """{"userId":"ann"}"""));
        _hints.Hear(new("chat:course1", LiveKinds.Removed, 0, "{"));
        _hints.Hear(new("chat:course1", "message", 1, """{"userId":"bob"}"""));
        Rung().ShouldBe(["ann"]);
    }

    [Fact]
    public async Task A_ring_ends_the_wait_and_one_that_came_before_is_kept_for_it()
    {
        var bell = new Doorbell(TimeProvider.System);
        var waiting = bell.Wait(TimeSpan.FromMinutes(5), default);
        bell.Ring();
        await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        bell.Ring();
        await bell.Wait(TimeSpan.FromMinutes(5), default).WaitAsync(TimeSpan.FromSeconds(20));
        bell.Rang().ShouldBeFalse();
        using var over = new CancellationTokenSource();
        var cancelled = bell.Wait(TimeSpan.FromMinutes(5), over.Token);
        await over.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
    }
}
