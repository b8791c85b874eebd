using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Catalogue;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Catalogue;

/// <summary>Key <c>tenant/queries</c>. Reads <c>rm_course</c>, <c>rm_course_word</c>, <c>rm_enrolment</c> and <c>rm_user</c>.</summary>
[StatelessWorker(8), GrainType("catalogue")]
internal sealed class CatalogueGrain(NpgsqlDataSource database) : Grain, ICatalogueGrain
{
    private const int MaxText = 200, MaxFilters = 30, MaxLimit = 60, MaxFacetValues = 50;

    /// <summary>With fewer exact matches than this, near misses are shown as well.</summary>
    private const int Enough = 3;

    /// <summary>Two of ten letter triples in common: "phnoe" and "phone" have no more. What is too far away is dropped by its distance.</summary>
    private const string SimilarityThreshold = "0.1";

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<CataloguePage>> Search(CatalogueQuery query)
    {
        if (Refuse(query) is { } refused) return refused;
        var terms = SearchText.Terms(query.Text);
        var hasWords = terms.Length > 0;
        var sort = CatalogueSearch.Effective(query.Sort, hasWords);
        string[]? after = null;
        if (query.Cursor is { } cursor)
        {
            after = Cursor.Decode(cursor, CatalogueSearch.List(sort), 3);
            if (after is not [_, var key, var id] || !CatalogueSearch.IsKey(sort, key) || !KeySegment.IsValid(id)) return Cursor.Bad;
        }

        await using var connection = await database.OpenConnectionAsync();
        // The mode of the first page is kept on the others: a course published meanwhile must not change what the list is.
        var exactMatches = !hasWords ? Enough : after is null ? await CountExact(connection, terms) : after[0] switch { "near" => 0, "mixed" => 1, _ => Enough };
        var wide = exactMatches >= Enough ? terms : await Widen(connection, terms);
        var mode = exactMatches >= Enough || wide == terms ? "exact" : exactMatches == 0 ? "near" : "mixed";

        var (items, next) = await Page(connection, query, sort, terms, wide, after, mode);
        var (total, facets) = await Facets(connection, query, terms, wide);
        return new CataloguePage(items, total, next, facets, Corrected: mode == "near" && total > 0);
    }

    private static Error? Refuse(CatalogueQuery q)
    {
        if (q.Text is null || q.Text.Length > MaxText || !PlainText.IsWellFormed(q.Text)) return Error.Invalid("catalogue.text_too_long", $"A search may have at most {MaxText} characters.", "q");
        if (q.Subjects.IsDefault || q.Levels.IsDefault || q.Languages.IsDefault || q.Subjects.Length + q.Levels.Length + q.Languages.Length > MaxFilters
            || q.Subjects.Concat(q.Languages).Any(f => f is not { Length: <= 100 } || !PlainText.IsWellFormed(f)))
            return Error.Invalid("catalogue.bad_filter", "These filters are too many or too long.");
        if (q.MaxPriceMinor < 0) return Error.Invalid("catalogue.bad_filter", "A price is 0 or more.", "maxPrice");
        return Enum.IsDefined(q.Sort) ? null : Error.Invalid("catalogue.bad_sort", "There is no such order.", "sort");
    }

    private async Task<int> CountExact(NpgsqlConnection connection, string[] terms)
    {
        await using var command = new NpgsqlCommand(CatalogueSearch.CountExact, connection) { Parameters = { new("tenant", Tenant), new("exact", terms), new("enough", Enough) } };
        return (int)(long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The terms, each with the words that may have been meant; the very same array when there are none.</summary>
    private async Task<string[]> Widen(NpgsqlConnection connection, string[] terms)
    {
        var wide = terms;
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var threshold = new NpgsqlCommand($"set local pg_trgm.similarity_threshold = {SimilarityThreshold}", connection)) await threshold.ExecuteNonQueryAsync();
        for (var i = 0; i < terms.Length; i++)
        {
            if (Spelling.Tolerance(terms[i].Length) == 0) continue;
            var similar = new List<string>();
            await using (var command = new NpgsqlCommand(CatalogueSearch.Similar, connection) { Parameters = { new("tenant", Tenant), new("term", terms[i]) } })
            await using (var reader = await command.ExecuteReaderAsync())
                while (await reader.ReadAsync()) similar.Add(reader.GetString(0));
            var meant = Spelling.Nearest(terms[i], similar, asPrefix: i == terms.Length - 1);
            if (meant.Count == 0) continue;
            if (wide == terms) wide = [.. terms];
            wide[i] = string.Join('|', [terms[i], .. meant]);
        }
        await transaction.CommitAsync();
        return wide;
    }

    private async Task<(ImmutableArray<CatalogueCard> Items, string? Next)> Page(
        NpgsqlConnection connection, CatalogueQuery query, CatalogueSort sort, string[] terms, string[] wide, string[]? after, string mode)
    {
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        await using var command = Command(connection, CatalogueSearch.Page(sort, terms.Length > 0, after is not null), query, terms, wide);
        command.Parameters.AddWithValue("limit", limit + 1);
        if (after is not null)
        {
            command.Parameters.AddWithValue("key", CatalogueSearch.Key(sort, after[1]));
            command.Parameters.AddWithValue("id", after[2]);
        }
        var items = ImmutableArray.CreateBuilder<CatalogueCard>();
        string lastKey = "";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (items.Count == limit) return (items.ToImmutable(), Cursor.Encode(CatalogueSearch.List(sort), mode, lastKey, items[^1].CourseId));
            items.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), LevelOf(reader.GetString(4)), reader.GetString(5),
                reader.GetString(6), reader.GetString(7), reader.GetInt32(8), reader.GetInt64(9), JsonSerializer.Deserialize<ImmutableArray<Money>>(reader.GetString(10), HubJson.Options), reader.GetInt64(11),
                reader.GetFieldValue<DateTimeOffset>(12)));
            lastKey = Convert.ToString(reader.GetValue(13), CultureInfo.InvariantCulture)!;
        }
        return (items.ToImmutable(), null);
    }

    private async Task<(long Total, ImmutableArray<Facet> Facets)> Facets(NpgsqlConnection connection, CatalogueQuery query, string[] terms, string[] wide)
    {
        await using var command = Command(connection, CatalogueSearch.Facets(terms.Length > 0), query, terms, wide);
        var (total, facets) = (0L, new List<Facet>());
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (reader.GetString(0) == "total") total = reader.GetInt64(2);
            else facets.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }
        return (total, [.. facets.GroupBy(f => f.Kind).SelectMany(g => g.Take(MaxFacetValues))]);
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, CatalogueQuery query, string[] terms, string[] wide) => new(sql, connection)
    {
        Parameters =
        {
            new("tenant", Tenant), new("exact", terms), new("wide", wide), new("subjects", query.Subjects.ToArray()),
            new("levels", query.Levels.Select(l => JsonNamingPolicy.CamelCase.ConvertName(l.ToString())).ToArray()), new("languages", query.Languages.ToArray()),
            new("maxPrice", NpgsqlDbType.Bigint) { Value = (object?)query.MaxPriceMinor ?? DBNull.Value }, new("paidOnly", query.PaidOnly),
        },
    };

    private static CourseLevel LevelOf(string text) => Enum.Parse<CourseLevel>(text, ignoreCase: true);
}
