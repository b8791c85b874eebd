using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Administration;
using LearningHub.Grains.Interfaces.Common;
using Npgsql;

namespace LearningHub.Grains.Administration;

/// <summary>Runs of workflows of the actor's tenant, the last changed first, as their documents tell: no run is woken to be looked at, and none that does not answer holds up the list.</summary>
internal sealed class WorkflowList(NpgsqlDataSource database, IGrainFactory grains, IEnumerable<WorkflowRegistration> registered)
{
    private const string ListName = "workflows.all";

    // In the words of the index: it has all that are not at their end.
    private const string Open = "doc ->> 'phase' in ('running', 'waiting', 'compensating', 'failed')";

    public static readonly Error Unknown = Error.NotFound("workflows.unknown", "There is no such run.");

    /// <summary>Null for a kind that is not ours. Whether there is such a run its grain says.</summary>
    public IWorkflowGrain? Find(string kind, string key) =>
        registered.FirstOrDefault(r => r.Kind == kind) is { } workflow ? (IWorkflowGrain)grains.GetGrain(workflow.GrainInterface, key) : null;

    public async Task<Result<Page<WorkflowStatus>>> Read(WorkflowFilter filter, int limit)
    {
        (long At, string Key)? behind = null;
        if (filter.Cursor is { } cursor)
        {
            if (Cursor.Decode(cursor, ListName, 2) is not [var moment, var after] || !Cursor.IsMoment(moment, out var at)) return Cursor.Bad;
            behind = (at, after);
        }
        await using var command = database.CreateCommand();
        Write(command, ActorContext.Required.Tenant, [.. registered.Select(r => r.Kind)], filter, behind, limit + 1);
        var found = ImmutableArray.CreateBuilder<WorkflowStatus>();
        string? last = null;
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            if (found.Count == limit) return new Page<WorkflowStatus>(found.ToImmutable(), last);
            var key = row.GetString(0);
            found.Add(WorkflowRun.Status(AggregateStore.ReadDocument<WorkflowState<JsonElement>>(row.GetString(1), row.GetInt32(2)), key));
            last = Cursor.Encode(ListName, row.GetInt64(3).ToString(CultureInfo.InvariantCulture), key);
        }
        return new Page<WorkflowStatus>(found.ToImmutable(), null);
    }

    /// <summary>Only the conditions that were asked for: all runs by the index of their last change, those that are not at their end by the index of those.</summary>
    internal static void Write(NpgsqlCommand command, string tenant, string[] kinds, WorkflowFilter filter, (long At, string Key)? behind, int limit)
    {
        var sql = new StringBuilder("select key, doc, schema_version, (extract(epoch from changed_at) * 1000000)::bigint from aggregate where tenant = @tenant and type = 'workflow' and doc ->> 'kind' = any(@kinds)");
        Add("tenant", tenant);
        Add("kinds", filter.Kind.Length == 0 ? kinds : kinds.Intersect([filter.Kind]).ToArray());
        if (filter.Choice is not WorkflowChoice.All) sql.Append(" and ").Append(Open);
        if (filter.Choice is WorkflowChoice.Stuck) sql.Append(" and ").Append(StuckRuns.Sql);
        if (filter.OlderThan > TimeSpan.Zero) If("(doc ->> 'startedAt')::timestamptz <= clock_timestamp() - @older", "older", filter.OlderThan);
        if (filter.YoungerThan is { } younger) If("(doc ->> 'startedAt')::timestamptz > clock_timestamp() - @younger", "younger", younger);
        if (behind is { } place)
        {
            If("(changed_at, key) < (timestamptz 'epoch' + @at * interval '1 microsecond', @key)", "at", place.At);
            Add("key", place.Key);
        }
        command.CommandText = sql.Append(" order by changed_at desc, key desc limit @limit").ToString();
        Add("limit", limit);

        void Add(string name, object value) => command.Parameters.AddWithValue(name, value);
        void If(string condition, string name, object value)
        {
            sql.Append(" and ").Append(condition);
            Add(name, value);
        }
    }
}
