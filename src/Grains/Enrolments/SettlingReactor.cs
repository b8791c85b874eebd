using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Completes a course for those whose last open lesson was taken out. A removal concerns any number of students: it begins a workflow, once. A student who completed
/// another lesson at the same moment still saw the lesson that goes, and may not be in the list yet; who was away meanwhile is not in it at all: they are asked one by one.</summary>
internal sealed class SettlingReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "settling";
    public override IReadOnlyList<string> EventNames => ["course.lesson_removed", "course.section_removed", "enrolment.lesson_completed", "enrolment.enrolled", "enrolment.readmitted"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        switch (e.Name)
        {
            case "course.section_removed" when e.Read<SectionRemoved>().Lessons == 0:
            case "enrolment.enrolled" when !e.Read<StudentEnrolled>().Again:
                break;
            case "course.lesson_removed" or "course.section_removed":
                await grains.GetGrain<ISettlingWorkflowGrain>(new WorkflowKey(e.Tenant, e.Id, SettlingWorkflow.RunId(e.Version)).ToString()).Start(new(e.Id, e.Version));
                break;
            default:
                Must(await grains.Enrolment(MemberKey.Parse(e.Key)).Settle());
                break;
        }
    }
}
