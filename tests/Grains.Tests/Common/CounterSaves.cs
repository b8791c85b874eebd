using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tests.Common;

/// <summary>Saves of the smallest aggregate.</summary>
internal static class CounterSaves
{
    public static SaveRequest Save(string key, long expected, Counter state, string? operation = null, string answer = "\"ok\"",
        ImmutableArray<Claim>? claims = null, ImmutableArray<Claim>? released = null, ImmutableArray<RecordChange>? records = null) => new(
        Counter.AggregateType, key, expected, 1, JsonSerializer.Serialize(state, HubJson.Options), [new Counted(state.Value)],
        records ?? [], claims ?? [], released ?? [], operation is null ? null : new(operation, answer), Actor.System(key.Split('/')[0]), null);

    /// <summary>Counts a key up by one; answers with the receipt.</summary>
    public static async Task<Receipt> Count(this IAggregateStore store, string key, string? note = null)
    {
        var loaded = await store.Load<Counter>(key);
        var saved = await store.Save(Save(key, loaded.Version, new(loaded.State.Value + 1, note)));
        saved.Outcome.ShouldBe(SaveOutcome.Committed);
        return new(Counter.AggregateType, key, saved.Version);
    }
}
