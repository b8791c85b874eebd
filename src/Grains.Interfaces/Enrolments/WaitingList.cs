using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Enrolments;

/// <summary>The caller waits for a place of a course that has none left.</summary>
[GenerateSerializer, Immutable, Alias("hub.enrolments.JoinWaitingList")]
public sealed record JoinWaitingList : Command;

/// <summary>The caller waits no more, or does not want the place that is held for them.</summary>
[GenerateSerializer, Immutable, Alias("hub.enrolments.LeaveWaitingList")]
public sealed record LeaveWaitingList : Command;

/// <param name="Waiting">How many wait in all.</param>
/// <param name="Ahead">How many wait before the caller; null: the caller does not wait.</param>
/// <param name="OfferedUntil">A place is held for the caller until then; null: none is.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Waiting")]
public sealed record WaitingView(int Waiting, int? Ahead, DateTimeOffset? OfferedUntil);

/// <param name="Over">Nobody waits, and no place is held for one who waited.</param>
/// <param name="Next">When the first of the places that are held is passed on.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.WaitingListLook")]
public sealed record WaitingListLook(bool Over, DateTimeOffset? Next);

/// <summary>Passes places on for as long as somebody waits for one. Key <see cref="WorkflowKey"/> with the course as subject, a run from the first who waits to the last.</summary>
public interface IWaitingListWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), AlwaysInterleave, Alias("Start")] Task Start(StartWaitingList command);
}

[GenerateSerializer, Immutable, Alias("hub.enrolments.StartWaitingList")]
public sealed record StartWaitingList(string CourseId) : Command;
