using System.Collections.Immutable;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tests.Common;

[Collection("hub")]
public sealed class StoreTests(HubFixture hub)
{
    private readonly IAggregateStore _store = hub.Services.GetRequiredService<IAggregateStore>();
    private readonly string _tenant = hub.NewTenant();

    private SaveRequest Save(string id, long expected, Counter state, string? operation = null, string answer = "\"ok\"",
        ImmutableArray<Claim>? claims = null, ImmutableArray<Claim>? released = null, ImmutableArray<RecordChange>? records = null) =>
        CounterSaves.Save($"{_tenant}/{id}", expected, state, operation, answer, claims, released, records);

    [Fact]
    public async Task What_was_saved_is_loaded_with_its_version()
    {
        (await _store.Load<Counter>($"{_tenant}/a")).ShouldBe(new Loaded<Counter>(Counter.Empty, 0));
        (await _store.Save(Save("a", 0, new(1)))).ShouldBe(new SaveResult(SaveOutcome.Committed, 1));
        (await _store.Save(Save("a", 1, new(2)))).ShouldBe(new SaveResult(SaveOutcome.Committed, 2));
        (await _store.Load<Counter>($"{_tenant}/a")).ShouldBe(new Loaded<Counter>(new(2), 2));
    }

    [Fact]
    public async Task A_save_on_an_old_version_is_a_conflict_and_changes_nothing()
    {
        await _store.Save(Save("a", 0, new(1)));
        (await _store.Save(Save("a", 0, new(9), operation: "x"))).Outcome.ShouldBe(SaveOutcome.VersionConflict);
        (await _store.Save(Save("a", 5, new(9)))).Outcome.ShouldBe(SaveOutcome.VersionConflict);
        (await _store.Save(Save("never", 3, new(9)))).Outcome.ShouldBe(SaveOutcome.VersionConflict);
        (await _store.Load<Counter>($"{_tenant}/a")).State.Value.ShouldBe(1);
        (await _store.FindOperation(Counter.AggregateType, $"{_tenant}/a", "x")).ShouldBeNull();
    }

    [Fact]
    public async Task An_operation_gives_its_first_answer_byte_for_byte()
    {
        const string answer = """{"b":1, "a" : 2}""";
        await _store.Save(Save("a", 0, new(1), "op", answer));
        var again = await _store.Save(Save("a", 1, new(2), "op", "{}"));
        again.ShouldBe(new SaveResult(SaveOutcome.DuplicateOperation, OperationResult: answer));
        (await _store.FindOperation(Counter.AggregateType, $"{_tenant}/a", "op")).ShouldBe(answer);
    }

    [Fact]
    public async Task A_claim_is_held_by_one_aggregate_until_it_is_released()
    {
        Claim email = new("email", "ada@example.org");
        (await _store.Save(Save("a", 0, new(1), claims: [email]))).Outcome.ShouldBe(SaveOutcome.Committed);
        (await _store.Save(Save("a", 1, new(2), claims: [email]))).Outcome.ShouldBe(SaveOutcome.Committed);
        (await _store.Save(Save("b", 0, new(1), claims: [email]))).Outcome.ShouldBe(SaveOutcome.ClaimTaken);
        (await _store.Load<Counter>($"{_tenant}/b")).Version.ShouldBe(0);
        (await _store.Save(Save("a", 2, new(3), released: [email]))).Outcome.ShouldBe(SaveOutcome.Committed);
        (await _store.Save(Save("b", 0, new(1), claims: [email]))).Outcome.ShouldBe(SaveOutcome.Committed);
    }

    [Fact]
    public async Task Of_fifty_that_race_for_a_claim_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _store.Save(Save($"r{i}", 0, new(i), claims: [new("slug", "the-one")]))));
        results.Count(r => r.Outcome is SaveOutcome.Committed).ShouldBe(1);
        results.Count(r => r.Outcome is SaveOutcome.ClaimTaken).ShouldBe(49);
    }

    [Theory]
    [InlineData("""{"note":"a\u0000b"}""")]
    [InlineData("""{"note":"a\ud800b"}""")]
    [InlineData("""{"note":"\udc00"}""")]
    [InlineData("""{"note":"\ud83d\u0041"}""")]
    public async Task Text_that_jsonb_cannot_hold_is_rejected(string json) =>
        (await _store.Save(Save("a", 0, new()) with { Json = json })).Outcome.ShouldBe(SaveOutcome.Rejected);

    [Fact]
    public async Task Raw_characters_that_jsonb_cannot_hold_are_rejected()
    {
        foreach (var c in (char[])['\0', '\ud800', '\udc00'])
            (await _store.Save(Save("a", 0, new()) with { Json = $$"""{"note":"{{c}}"}""" })).Outcome.ShouldBe(SaveOutcome.Rejected);
    }

    [Fact]
    public async Task Escapes_that_only_look_bad_are_stored()
    {
        (await _store.Save(Save("a", 0, new()) with { Json = """{"note":"\\u0000 \ud83d\ude00 \\\\ \"\u00e4"}""" })).Outcome.ShouldBe(SaveOutcome.Committed);
        (await _store.Load<Counter>($"{_tenant}/a")).State.Note.ShouldBe("\\u0000 \ud83d\ude00 \\\\ \"ä");
    }

    [Fact]
    public async Task A_document_over_64_KB_is_rejected()
    {
        (await _store.Save(Save("a", 0, new(1, new string('x', 64 * 1024))))).Outcome.ShouldBe(SaveOutcome.Rejected);
        (await _store.Save(Save("a", 0, new(1, new string('x', 60 * 1024))))).Outcome.ShouldBe(SaveOutcome.Committed);
    }

    [Fact]
    public async Task Records_are_put_replaced_deleted_and_read_in_order()
    {
        var key = $"{_tenant}/a";
        await _store.Save(Save("a", 0, new(1), records: [RecordChange.Put("test-row", "x", 2, 10), RecordChange.Put("test-row", "y", 1, 20), RecordChange.Put("test-row", "y", 1, 21)]));
        (await _store.LoadRecords("test-row", key)).ShouldBe([new("y", 1, "21"), new("x", 2, "10")]);
        await _store.Save(Save("a", 1, new(2), records: [RecordChange.Delete("test-row", "y"), RecordChange.Put("test-row", "x", 0, 11)]));
        (await _store.LoadRecords("test-row", key)).ShouldBe([new("x", 0, "11")]);
        (await _store.LoadRecord("test-row", key, "y")).ShouldBeNull();
    }

    [Fact]
    public async Task One_document_that_is_no_json_harms_none_of_the_others()
    {
        var saves = Enumerable.Range(0, 500).Select(i => Save($"p{i}", 0, new(i)) with { Json = i == 250 ? "{no json" : "{}" });
        var results = await Task.WhenAll(saves.Select(s => _store.Save(s)));
        results.Select((r, i) => (r.Outcome, i)).Where(r => r.Outcome is not SaveOutcome.Committed).ShouldBe([(SaveOutcome.Rejected, 250)]);
    }
}
