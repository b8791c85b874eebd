using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Administration;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Administration;

/// <summary>Key <c>tenant/operator-log</c>. Counts; what was asked for is in the events. Called a few times a day.</summary>
[GrainType("operator-log")]
internal sealed class OperatorLogGrain(IAggregateStore store) : AggregateGrain<OperatorLogState>(store), IOperatorLogGrain
{
    private static readonly Error Bad = Error.Invalid("operator.bad_note", "A projection and a verb are 1 to 64 characters of a-z, 0-9, '-' and '_'.");

    public Task<Result<Receipt>> Note(NoteSteering command) => Execute(command, s => KeySegment.IsValid(command.Projection) && KeySegment.IsValid(command.Verb)
        ? Decision<OperatorLogState>.Of(new(s.Acts + 1), new ProjectionSteered(command.Projection, command.Verb)) : Bad);
}

internal sealed record OperatorLogState(long Acts) : IAggregateState<OperatorLogState>
{
    public static string AggregateType => "operator_log";
    public static OperatorLogState Empty { get; } = new(0);
}
