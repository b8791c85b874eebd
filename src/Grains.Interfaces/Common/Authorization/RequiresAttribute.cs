namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The permission that a grain method requires of the actor in the request context.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}
