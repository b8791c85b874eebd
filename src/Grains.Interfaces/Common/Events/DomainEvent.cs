namespace LearningHub.Grains.Interfaces.Common;

/// <summary>Something that happened to an aggregate, past tense, appended to the event table in the transaction of the new state.
/// Carries ids, codes and numbers; never names, e-mail or free text (those stay erasable in the aggregate's document).</summary>
public abstract record DomainEvent;

/// <summary>The stable name of an event in the table (<c>course.published</c>). The name, not the class, is the type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
