using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Enrolments;

/// <summary>After lessons were taken out of a course: waits for the list of students, then asks each who has no open lesson left to settle. Key <see cref="WorkflowKey"/>
/// with the course as subject, a run a removal.</summary>
public interface ISettlingWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), AlwaysInterleave, Alias("Start")] Task Start(StartSettling command);
}

/// <param name="CourseVersion">Of the course when the lessons went.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.StartSettling")]
public sealed record StartSettling(string CourseId, long CourseVersion) : Command;
