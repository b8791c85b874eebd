using LearningHub.Grains.Courses;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Users;
using Npgsql;

namespace LearningHub.Grains.Tests.Courses;

public sealed class PublishingTests
{
    [Fact]
    public async Task A_publication_that_a_restart_cuts_in_two_is_indexed_and_told_once()
    {
        var server = await TestServer.Shared();
        var database = await server.NewDatabase();
        try
        {
            string course, run;
            await using (var host = await TestHost.Start(database))
            {
                var school = new School(host.Grains, "t");
                using (school.Platform())
                {
                    await school.Grains.User(new("t", "ines")).Register(new RegisterUser("Ines", "ines@example.test", "correct-horse-battery-9", [Roles.Student, Roles.Instructor])).Done();
                    await Catalogue(host).Stop().Done();
                }
                course = await school.Published();
                run = await Wait.Until(() => RunOf(host, course), r => r is not null) ?? "";
                await Wait.Until(() => Status(host, course, run), s => s is { Phase: WorkflowPhase.Running } && s.Steps[0].Attempts > 0);
                using (school.Platform()) (await Mail(host, run).Get()).IsOk.ShouldBeFalse();
            }
            await using (var host = await TestHost.Start(database))
            {
                using (ActorContext.As(Actor.System("t"))) await Catalogue(host).Start().Done();
                var status = await Wait.Until(() => Status(host, course, run), s => s?.Phase == WorkflowPhase.Completed, TimeSpan.FromSeconds(60));
                status!.Steps.ShouldAllBe(s => s.Done);
                using var _ = ActorContext.As(Actor.System("t"));
                var mail = await Mail(host, run).Get().Done();
                (mail.To, mail.Kind).ShouldBe(("ines@example.test", "course-published"));
                // Started again by a repeated event: the same run.
                await host.Grains.GetGrain<IPublishingWorkflowGrain>(new WorkflowKey("t", course, run).ToString()).Start(new(course, 1, "ines"));
                (await Count(host, "select count(*) from aggregate where type = 'mail' and doc->>'kind' = 'course-published'")).ShouldBe(1);
            }
        }
        finally
        {
            await TestServer.Release();
        }
    }

    private static IProjectionGrain Catalogue(TestHost host) => host.Grains.GetGrain<IProjectionGrain>($"system/{CatalogueView.ViewName}");
    private static IMailGrain Mail(TestHost host, string run) => host.Grains.GetGrain<IMailGrain>($"t/{run}");

    private static async Task<WorkflowStatus?> Status(TestHost host, string course, string run)
    {
        using var _ = ActorContext.As(Actor.System("t"));
        return (await host.Grains.GetGrain<IPublishingWorkflowGrain>(new WorkflowKey("t", course, run).ToString()).GetStatus()).Value;
    }

    private static async Task<string?> RunOf(TestHost host, string course)
    {
        await using var command = host.Database.CreateCommand("select event_id from event where name = 'course.published' and key = $1");
        command.Parameters.Add(new() { Value = $"t/{course}" });
        return await command.ExecuteScalarAsync() is Guid id ? PublishingWorkflow.RunId(id) : null;
    }

    private static async Task<long> Count(TestHost host, string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
