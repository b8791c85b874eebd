using System.Text;
using LearningHub.Grains.Interfaces.Audit;
using Npgsql;

namespace LearningHub.Grains.Audit;

/// <summary>What is asked for as SQL. Only the conditions that are set, each as an index has it and from the last entry on: whoever is looked for among millions
/// is found where they stand, whatever the plan is made for.</summary>
internal static class AuditSearch
{
    public const string Columns = "a.seq, a.content, a.hash, coalesce(u.name, ''), coalesce(b.name, '')";
    public const string Names = "left join rm_user u on u.tenant = a.tenant and u.user_id = a.actor left join rm_user b on b.tenant = a.tenant and b.user_id = a.acted_by";

    /// <param name="query">Its actor is an id.</param>
    public static void Write(NpgsqlCommand command, string tenant, AuditQuery query, long before, int limit)
    {
        var where = new StringBuilder("a.tenant = @tenant and a.seq < @before");
        Add("tenant", tenant);
        Add("before", before);
        Add("limit", limit);
        if (query.Action.EndsWith('.')) If("a.action like @action", "action", Escaped(query.Action) + "%");
        else if (query.Action.Length > 0) If("a.action = @action", "action", query.Action);
        if (query.Subject.Length > 0)
        {
            // All that a subject may be (a key, a key without its tenant, the end of one) ends with the same segment.
            If("split_part(a.subject_key, '/', -1) = @id", "id", query.Subject[(query.Subject.LastIndexOf('/') + 1)..]);
            If("(a.subject_key = @subject or right(a.subject_key, length(@subject) + 1) = '/' || @subject)", "subject", query.Subject);
        }
        if (Micros(query.From) is { } from) If("a.at >= @from", "from", from);
        if (Micros(query.Until) is { } until) If("a.at < @until", "until", until);
        var found = Found("");
        if (query.Actor.Length > 0)
        {
            Add("actor", query.Actor);
            found = $"{Found(" and a.actor = @actor")} union {Found(" and a.acted_by = @actor")}";
        }
        command.CommandText = $"select {Columns} from ({found}) as found join audit_entry a on a.tenant = @tenant and a.seq = found.seq {Names} order by a.seq desc limit @limit";

        string Found(string who) => $"(select a.seq from audit_entry a where {where}{who} order by a.seq desc limit @limit)";
        void Add(string name, object value) => command.Parameters.AddWithValue(name, value);
        void If(string condition, string name, object value)
        {
            where.Append(" and ").Append(condition);
            Add(name, value);
        }
    }

    private static string Escaped(string prefix) =>
        prefix.Replace("\\", @"\\", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal);

    private static long? Micros(DateTimeOffset? at) => at is { } moment ? (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : null;
}
