using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Catalogue;

/// <summary>Published courses, found. Key <c>tenant/queries</c>, a stateless worker. Full text (title over subtitle over description),
/// prefix of the last word, and typo tolerance by trigrams when words alone find too little.</summary>
public interface ICatalogueGrain : IGrainWithStringKey
{
    [Requires(Permission.Anyone), Alias("Search")] Task<Result<CataloguePage>> Search(CatalogueQuery query);
}

public enum CatalogueSort { Relevance, Newest, Title, Price, Popular }

/// <param name="Text">Empty: all.</param>
/// <param name="MaxPriceMinor">Null: any; 0: free only. In minor units of the first currency of a course.</param>
/// <param name="PaidOnly">Only courses that have a price.</param>
/// <param name="Limit">1 to 60.</param>
[GenerateSerializer, Immutable, Alias("hub.catalogue.Query")]
public sealed record CatalogueQuery(string Text, ImmutableArray<string> Subjects, ImmutableArray<CourseLevel> Levels, ImmutableArray<string> Languages,
    long? MaxPriceMinor, CatalogueSort Sort, string? Cursor, int Limit, bool PaidOnly = false);

/// <param name="Corrected">True when nothing matched the words as typed, and these are near misses.</param>
[GenerateSerializer, Immutable, Alias("hub.catalogue.Page")]
public sealed record CataloguePage(ImmutableArray<CatalogueCard> Items, long Total, string? Next, ImmutableArray<Facet> Facets, bool Corrected);

[GenerateSerializer, Immutable, Alias("hub.catalogue.Card")]
public sealed record CatalogueCard(string CourseId, string Title, string Subtitle, string Subject, CourseLevel Level, string Language,
    string InstructorId, string InstructorName, int Lessons, long DurationMs, ImmutableArray<Money> Prices, long Students, DateTimeOffset PublishedAt);

/// <summary>How many match with this filter added. <paramref name="Kind"/>: subject, level, language, price.</summary>
[GenerateSerializer, Immutable, Alias("hub.catalogue.Facet")]
public sealed record Facet(string Kind, string Value, long Count);
