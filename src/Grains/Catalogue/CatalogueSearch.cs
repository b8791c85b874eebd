using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Catalogue;

namespace LearningHub.Grains.Catalogue;

/// <summary>The statements of a search. Fragments are constants; everything that was typed is a parameter.</summary>
internal static class CatalogueSearch
{
    /// <summary>Relevance without words is no order: the newest first then.</summary>
    public static CatalogueSort Effective(CatalogueSort sort, bool hasWords) => sort == CatalogueSort.Relevance && !hasWords ? CatalogueSort.Newest : sort;

    public static string List(CatalogueSort sort) => $"catalogue.{sort}";

    /// <summary>Whether a cursor's key can be one of this order.</summary>
    public static bool IsKey(CatalogueSort sort, string key) => sort switch
    {
        CatalogueSort.Relevance => float.TryParse(key, CultureInfo.InvariantCulture, out var rank) && float.IsFinite(rank),
        CatalogueSort.Title => key.Length <= 1_000,
        _ => long.TryParse(key, CultureInfo.InvariantCulture, out _),
    };

    public static object Key(CatalogueSort sort, string key) => sort switch
    {
        CatalogueSort.Relevance => float.Parse(key, CultureInfo.InvariantCulture),
        CatalogueSort.Title => key,
        _ => long.Parse(key, CultureInfo.InvariantCulture),
    };

    private static (string Expression, bool Descending) Order(CatalogueSort sort) => sort switch
    {
        CatalogueSort.Relevance => ("rank", true),
        CatalogueSort.Title => ("title_key", false),
        CatalogueSort.Price => ("price_minor", false),
        CatalogueSort.Popular => ("students", true),
        _ => ("(extract(epoch from published_at) * 1000000)::bigint", true),
    };

    private const string Students = "(select count(*) from rm_enrolment e where e.tenant = c.tenant and e.course_id = c.course_id and e.status = 'active')";

    /// <summary>What the words match, and which filters each of it passes. A near miss ranks below every exact match.</summary>
    private static string Matched(bool hasWords, string columns) => $"""
        with q as (select catalogue_tsquery(@exact) as exact, catalogue_tsquery(@wide) as wide),
        matched as materialized (
            select {columns}
                cardinality(@subjects) = 0 or c.subject = any(@subjects) as subject_ok,
                cardinality(@levels) = 0 or c.level = any(@levels) as level_ok,
                cardinality(@languages) = 0 or c.language = any(@languages) as language_ok,
                (@maxPrice is null or c.price_minor <= @maxPrice) and not (@paidOnly and c.price_minor = 0) as price_ok
            from rm_course c{(hasWords ? ", q" : "")}
            where c.tenant = @tenant and c.published{(hasWords ? " and c.search @@ q.wide" : "")})

        """;

    public static string Page(CatalogueSort sort, bool hasWords, bool hasCursor)
    {
        var (key, descending) = Order(sort);
        var (direction, after) = descending ? ("desc", "<") : ("asc", ">");
        var columns = $"""
            c.*, {(sort == CatalogueSort.Popular ? Students : "0")} as students,
            {(hasWords ? "(ts_rank(c.search, q.exact) * 10 + ts_rank(c.search, q.wide))::real" : "0::real")} as rank,
            """;
        // Only the rows of the page ask for names and counts.
        return Matched(hasWords, columns) + $"""
            , page as (
                select *, {key} as sort_key from matched
                where subject_ok and level_ok and language_ok and price_ok {(hasCursor ? $"and ({key}, course_id) {after} (@key, @id)" : "")}
                order by {key} {direction}, course_id {direction} limit @limit)
            select c.course_id, c.title, c.subtitle, c.subject, c.level, c.language, c.instructor_id, coalesce(u.name, ''), c.lessons, c.duration_ms, c.prices,
                {Students}, c.published_at, c.sort_key
            from page c left join rm_user u on u.tenant = @tenant and u.user_id = c.instructor_id
            order by c.sort_key {direction}, c.course_id {direction}
            """;
    }

    /// <summary>A row a facet value with its count; the total has the kind <c>total</c>. A facet ignores its own filter.</summary>
    public static string Facets(bool hasWords) => Matched(hasWords, "c.subject, c.level, c.language, c.price_minor,") + """
        select 'total', '', count(*) from matched where subject_ok and level_ok and language_ok and price_ok
        union all select 'subject', subject, count(*) from matched where level_ok and language_ok and price_ok group by 2
        union all select 'level', level, count(*) from matched where subject_ok and language_ok and price_ok group by 2
        union all select 'language', language, count(*) from matched where subject_ok and level_ok and price_ok group by 2
        union all select 'price', case price_minor when 0 then 'free' else 'paid' end, count(*) from matched where subject_ok and level_ok and language_ok group by 2
        order by 1, 3 desc, 2
        """;

    public const string CountExact = """
        select count(*) from (select 1 from rm_course c, (select catalogue_tsquery(@exact) as exact) q
            where c.tenant = @tenant and c.published and c.search @@ q.exact limit @enough) x
        """;

    /// <summary>Words of the catalogue that share letters with what was typed; the closest are then told by their distance.</summary>
    public const string Similar = """
        select w.word from rm_course_word w where w.tenant = @tenant and w.word % @term
        group by w.word order by max(similarity(w.word, @term)) desc, count(*) desc, w.word limit 300
        """;
}
