namespace LearningHub.Grains.Interfaces.Common;

// What a person did to a run. The steps themselves are told by those they were done with.

/// <summary>A run that had failed was sent on its way again.</summary>
[EventName("workflow.retried")]
public sealed record WorkflowRetried(string Kind) : DomainEvent;

/// <summary>A run was told to take back what it had done.</summary>
/// <param name="Code">Why.</param>
[EventName("workflow.turned_round")]
public sealed record WorkflowTurnedRound(string Kind, string Code) : DomainEvent;
