using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Tests.Common;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Quizzes;

/// <summary>The process dies at every meeting of an attempt with the database. After a restart what was acknowledged is there, and the attempt goes on or is marked.</summary>
public sealed class CrashTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    [Fact]
    public async Task An_attempt_heals_wherever_the_process_dies()
    {
        for (var after = 0; ; after++)
        {
            var database = await server.Server.NewDatabase();
            await using (var host = await TestHost.Start(database)) await ExamRoom.Open(host.Grains, "t", students: "ann");

            var crash = new CrashPoint(after);
            var (saved, handedIn) = (0, false);
            await using (var host = await TestHost.Start(database, b => b.Services.AddSingleton(crash).AddSingleton<AggregateStore>().AddSingleton<IAggregateStore, CrashingStore>()))
            {
                var room = ExamRoom.Known(host.Grains, "t");
                try
                {
                    await room.Start("ann");
                    for (var i = 1; i <= 3; i++)
                        if ((await room.Save("ann", 1, "tab", i, (i, i == 1 ? "one" : i == 2 ? "two" : "three", 0))).IsOk) saved = i;
                    handedIn = (await room.HandIn("ann", 1)).State != AttemptState.Running;
                }
                catch (Exception e) when (crash.Died.Task.IsCompleted && e is not OutOfMemoryException) { }
            }
            await using (var host = await TestHost.Start(database))
            {
                var room = ExamRoom.Known(host.Grains, "t");
                var paper = handedIn ? null : await Goes(room, saved);
                if (paper is not null) await room.HandIn("ann", 1, "one", "two", "three");
                var attempt = (await Wait.Until(() => room.Look("ann"), v => v.Attempts[0].State == AttemptState.Graded)).Attempts.Single();
                attempt.Mark.ShouldBe(6, $"died after {after}, saved {saved}, handed in {handedIn}");
            }
            if (!crash.Died.Task.IsCompleted)
            {
                after.ShouldBeGreaterThan(8);
                return;
            }
        }
    }

    /// <summary>What was acknowledged is there; null when it is handed in already.</summary>
    private static async Task<AttemptPaper?> Goes(ExamRoom room, int saved)
    {
        if ((await room.Look("ann")).Attempts is [{ State: not AttemptState.Running }]) return null;
        using var _ = room.As("ann");
        var paper = await room.Attempts("ann").Start(new()).Done();
        paper.Number.ShouldBe(1);
        string[] words = ["one", "two", "three"];
        for (var i = 1; i <= saved; i++) paper.Questions[i - 1].Answer.Response.Text.ShouldBe(words[i - 1]);
        return paper;
    }
}
