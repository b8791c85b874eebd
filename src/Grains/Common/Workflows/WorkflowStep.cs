namespace LearningHub.Grains.Common;

/// <summary>One step of a workflow: an ordinary, idempotent business operation.</summary>
/// <param name="Name">Stored with the run, for ever.</param>
/// <param name="Do">Answers with what later steps need (an id, a code), or an error. Unavailable, too many, or an exception: tried again. Any other
/// error: what was done is undone in reverse.</param>
/// <param name="Undo">The compensation; null where there is nothing to take back.</param>
internal sealed record WorkflowStep<TInput>(
    string Name, Func<WorkflowContext<TInput>, Task<Result<string>>> Do, Func<WorkflowContext<TInput>, Task<Result<string>>>? Undo = null);

/// <param name="OperationId">To be handed to whatever the step calls (<c>Command.OperationId</c>): the same for every try of this step.</param>
/// <param name="Outcomes">What the steps before answered, by name.</param>
internal sealed record WorkflowContext<TInput>(WorkflowKey Key, TInput Input, string OperationId, IReadOnlyDictionary<string, string> Outcomes)
{
    public string Tenant => Key.Tenant;
}
