using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Courses;

/// <summary>Publish → index → notify. Key <see cref="WorkflowKey"/>: the course, and a run a publication. Nothing is told before the catalogue
/// shows the course. There is nothing to take back: a publication stands whether or not its mail went out.</summary>
[GrainType("publishing")]
internal sealed class PublishingWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<StartPublishing>(store, time), IPublishingWorkflowGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override string Kind => PublishingWorkflow.Kind;

    // An admin may stop the catalogue's view for a day.
    protected override int MaxAttempts => 5_000;

    protected override IReadOnlyList<WorkflowStep<StartPublishing>> Steps => [new("index", Index), new("notify", Notify)];

    public Task Start(StartPublishing command) => BeginForEvent(command);

    private async Task<StepResult> Index(WorkflowContext<StartPublishing> c)
    {
        var receipt = new Receipt(CourseState.AggregateType, new CourseKey(c.Tenant, c.Input.CourseId).ToString(), c.Input.CourseVersion);
        return await GrainFactory.GetGrain<IProjectionGrain>($"system/{CatalogueView.ViewName}").WaitFor(receipt, Patience)
            ? "indexed" : new Error("courses.not_indexed", "The catalogue does not show the course yet.", ErrorKind.Unavailable);
    }

    private async Task<StepResult> Notify(WorkflowContext<StartPublishing> c)
    {
        var course = await GrainFactory.Course(new(c.Tenant, c.Input.CourseId)).GetFacts();
        var instructor = await GrainFactory.User(new(c.Tenant, c.Input.InstructorId)).Get();
        if (!instructor.IsOk || instructor.Value.Suspended) return "nobody";
        var mail = new QueueMail(instructor.Value.Email, instructor.Value.Name, $"“{course.Title}” is in the catalogue",
            $"Hello {instructor.Value.Name},\n\nyour course “{course.Title}” is published: it stands in the catalogue, and students can enrol.\nYou find it, with its students, under Teaching.\n",
            "course-published") { OperationId = c.OperationId };
        // The run is named after the event that began it, and the mail after the run: one publication, one mail.
        return (await GrainFactory.GetGrain<IMailGrain>($"{c.Tenant}/{c.Key.RunId}").Queue(mail)).Map(_ => c.Key.RunId);
    }
}

internal static class PublishingWorkflow
{
    public const string Kind = "publishing";
    public static string RunId(Guid eventId) => $"{Kind}-{eventId:n}";
}
