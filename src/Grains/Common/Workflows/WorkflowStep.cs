namespace LearningHub.Grains.Common;

/// <summary>One step of a workflow: an ordinary, idempotent business operation.</summary>
/// <param name="Name">Stored with the run, for ever.</param>
/// <param name="Do">Answers with what later steps need (an id, a code), or an error, or that it waits. Unavailable, too many, or an exception: tried again.
/// Any other error: what was done is undone in reverse.</param>
/// <param name="Undo">The compensation; null where there is nothing to take back.</param>
internal sealed record WorkflowStep<TInput>(
    string Name, Func<WorkflowContext<TInput>, Task<StepResult>> Do, Func<WorkflowContext<TInput>, Task<Result<string>>>? Undo = null)
{
    /// <summary>What is not available is tried without end: too much has been done for turning round because of an outage.</summary>
    public bool Persists { get; init; }

    /// <summary>A refusal stops the run for a person, who tries again or turns it round: taking back would be worse than what is missing.</summary>
    public bool Stops { get; init; }

    /// <summary>Once it was tried nobody turns the run round any more: what it does cannot be taken back, and may have been done (a saga's pivot: C. Richardson,
    /// Microservices Patterns, 2018, 4.3.2). A refusal of the step itself still compensates what was before it.</summary>
    public bool IsPivot { get; init; }

    /// <summary>It does several things, and a refusal may come after some of them: it is undone too.</summary>
    public bool Partial { get; init; }
}

/// <param name="OperationId">To be handed to whatever the step calls (<c>Command.OperationId</c>): the same for every try of this step.</param>
/// <param name="Outcomes">What the steps before answered, by name.</param>
/// <param name="StartedAt">Of the run: the same for every try, for deadlines that must not move.</param>
/// <param name="Reason">When compensating: what turned the run round.</param>
internal sealed record WorkflowContext<TInput>(WorkflowKey Key, TInput Input, string OperationId, IReadOnlyDictionary<string, string> Outcomes, DateTimeOffset StartedAt, WorkflowReason? Reason)
{
    public string Tenant => Key.Tenant;
}
