namespace Orleans;

/// <summary>Runs around every call that is sent, on the caller's side, in the order of registration.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Throw to refuse, set the result to answer, or go on.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}
