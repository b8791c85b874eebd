namespace Orleans;

/// <summary>
/// Runs around every call of every grain, on the grain's scheduler, in the order of registration; a grain may be its own last one.
/// Timer ticks, reminders and stream deliveries pass as well: the first and last as methods of interfaces of the engine.
/// </summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Throw to refuse, set the result to answer, or go on.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}
