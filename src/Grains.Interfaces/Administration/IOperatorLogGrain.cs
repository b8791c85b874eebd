using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Administration;

/// <summary>Where an operator's act on the machinery is noted before it is done: projections are rows of the store itself and leave no events. Key
/// <c>tenant/operator-log</c>.</summary>
public interface IOperatorLogGrain : IGrainWithStringKey
{
    /// <summary>Error: <c>operator.bad_note</c>.</summary>
    [Requires(Permission.OperateSystem), Alias("Note")] Task<Result<Receipt>> Note(NoteSteering command);
}

/// <param name="Verb">stop, start, rebuild, retry.</param>
[GenerateSerializer, Immutable, Alias("hub.operator.NoteSteering")]
public sealed record NoteSteering(string Projection, string Verb) : Command;

/// <summary>An operator asked for this; whether it could be done is told by the projection.</summary>
[EventName("operator.projection_steered")]
public sealed record ProjectionSteered(string Projection, string Verb) : DomainEvent;
