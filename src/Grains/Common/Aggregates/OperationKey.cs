namespace LearningHub.Grains.Common;

/// <summary>What an operation is recorded under. An idempotency key belongs to one command of one person: the same key with another command, or from
/// another person, is another operation and never gets the first one's answer.</summary>
internal static class OperationKey
{
    public static string? Of(Command command, Actor actor) =>
        command.OperationId is { } id ? $"{command.GetType().Name}/{actor.UserId}/{id}" : null;
}
