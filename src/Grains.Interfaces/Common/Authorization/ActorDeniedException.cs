namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The second fence: a call that the edge should not have let through (no actor, another tenant's key, a
/// permission the actor lacks). The edge answers 403, or 404 where the key is another tenant's.</summary>
[GenerateSerializer, Alias("hub.ActorDenied")]
public sealed class ActorDeniedException : Exception
{
    public ActorDeniedException() { }
    public ActorDeniedException(string message) : base(message) { }
    public ActorDeniedException(string message, Exception inner) : base(message, inner) { }
}
