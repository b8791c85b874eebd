using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>What the pure domain answers to a command: an error, or the new state with its events and what is to be stored with it.</summary>
internal sealed record Decision<TState> where TState : class
{
    public Error? Error { get; private init; }
    public TState? State { get; private init; }
    public ImmutableArray<DomainEvent> Events { get; private init; } = [];
    public ImmutableArray<Claim> Claims { get; init; } = [];
    public ImmutableArray<Claim> Released { get; init; } = [];
    public ImmutableArray<RecordChange> Records { get; init; } = [];

    /// <summary>The answer when a claim is already held by another aggregate.</summary>
    public Error? ClaimTaken { get; init; }

    /// <summary>Nothing to store: the command is already true.</summary>
    public bool IsNoChange { get; private init; }

    public static Decision<TState> Of(TState state, params ReadOnlySpan<DomainEvent> events) => new() { State = state, Events = [.. events] };
    public static Decision<TState> NoChange(TState state) => new() { State = state, IsNoChange = true };
    /// <summary>The same decision with its state changed further; a refusal, and no change, stay what they are.</summary>
    public Decision<TState> Then(Func<TState, TState> change) => State is { } state && !IsNoChange ? this with { State = change(state) } : this;

    /// <summary>The same decision with more that happened; a refusal stays what it is.</summary>
    public Decision<TState> And(params ReadOnlySpan<DomainEvent> events) => Error is null ? this with { Events = [.. Events, .. events] } : this;

    public static implicit operator Decision<TState>(Error error) => new() { Error = error };
}

/// <summary>A value that one aggregate of a tenant holds alone: an e-mail, a slug, a coupon code. Taken and let go with the state.</summary>
internal sealed record Claim(string Kind, string Value);

/// <summary>A row that belongs to the aggregate and grows with time or users: a chat message, a lesson's body, a section's outline. Stored under
/// the aggregate's key in the same transaction.</summary>
/// <param name="Type">The literal in <c>record.type</c>.</param>
/// <param name="Id">Unique among the aggregate's records of this type.</param>
/// <param name="Seq">What range reads order by.</param>
/// <param name="Json">Null deletes the row.</param>
internal sealed record RecordChange(string Type, string Id, long Seq, string? Json)
{
    public static RecordChange Put<T>(string type, string id, long seq, T doc) => new(type, id, seq, JsonSerializer.Serialize(doc, HubJson.Options));
    public static RecordChange Delete(string type, string id) => new(type, id, 0, null);
}
