using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

/// <summary>Starts the publishing workflow of each publication, once: the run's key is made from the event.</summary>
internal sealed class PublishingReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "publishing";
    public override IReadOnlyList<string> EventNames => ["course.published"];

    public override Task React(EventRow e, CancellationToken cancellation) =>
        grains.GetGrain<IPublishingWorkflowGrain>(new WorkflowKey(e.Tenant, e.Id, PublishingWorkflow.RunId(e.EventId)).ToString())
            .Start(new StartPublishing(e.Id, e.Version, e.Read<CoursePublished>().InstructorId));
}
