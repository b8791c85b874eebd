using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A state that the engine reads before the grain is activated. For what may be lost: in this engine it ends with the process.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
