using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Questions;

/// <summary>The question bank of a course, as a list and as GIFT text; for its staff (<c>courses.not_yours</c>, <c>courses.not_found</c>). Key
/// <c>tenant/queries</c>, a stateless worker.</summary>
public interface IQuestionBankGrain : IGrainWithStringKey
{
    /// <summary>Newest change first, or by name. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.Teach), Alias("Search")] Task<Result<Page<QuestionRow>>> Search(QuestionSearch query);

    /// <summary>Questions as they were at a moment and as they are now, those that are different alone, by name; for who looks at a quiz again. What was saved in the last moment may be missing. Never checks
    /// who asks.</summary>
    [Requires(Permission.System), Alias("Compare")] Task<QuestionComparison> Compare(CompareQuestions query);

    /// <summary>The tags in use with how many questions carry them, most used first.</summary>
    [Requires(Permission.Teach), Alias("Tags")] Task<Result<ImmutableArray<QuestionTag>>> Tags(string courseId);

    /// <summary>Reads GIFT and, unless <c>CheckOnly</c>, makes its questions; all of them or, where one has an error, none. At most 500 questions, 512 KiB.
    /// With an operation id a retry makes nothing twice.</summary>
    [Requires(Permission.Teach), Alias("Import")] Task<Result<QuestionImportReport>> Import(ImportQuestions command);

    /// <summary>The bank as GIFT, and what GIFT could not say.</summary>
    [Requires(Permission.Teach), Alias("Export")] Task<Result<QuestionExport>> Export(string courseId, string? tag);
}

/// <param name="Search">Words of name, text and tags.</param>
/// <param name="Tag">Null: any.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Search")]
public sealed record QuestionSearch(string CourseId, string Search, QuestionKind? Kind, string? Tag, bool Archived, string? Cursor, int Limit);

/// <param name="Excerpt">The beginning of the text, plain.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Row")]
public sealed record QuestionRow(string QuestionId, int Version, QuestionKind Kind, string Name, string Excerpt, ImmutableArray<string> Tags, bool Archived, DateTimeOffset ChangedAt);

/// <param name="Draws">Those that each of these could draw, too.</param>
/// <param name="Since">Null: all of them, as new.</param>
/// <param name="Limit">At most 50.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Compare")]
public sealed record CompareQuestions(string CourseId, ImmutableArray<string> QuestionIds, ImmutableArray<QuestionDraw> Draws, DateTimeOffset? Since, int Limit);

/// <param name="Tags">A question carries all of them; none: any of the course.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.DrawOf")]
public sealed record QuestionDraw(ImmutableArray<string> Tags);

/// <param name="More">There are more than were asked for.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Comparison")]
public sealed record QuestionComparison(ImmutableArray<ComparedQuestion> Questions, bool More);

/// <param name="Before">The beginning of its text and answers, plain, the right ones marked; empty: it was not there.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Compared")]
public sealed record ComparedQuestion(string QuestionId, string Name, string Before, string After);

[GenerateSerializer, Immutable, Alias("hub.questions.TagCount")]
public sealed record QuestionTag(string Tag, int Questions);

/// <param name="Tags">Given to every imported question, beside its own.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Import")]
public sealed record ImportQuestions(string CourseId, string Gift, ImmutableArray<string> Tags, bool CheckOnly) : Command;

/// <param name="Errors">Empty: imported (or could be).</param>
/// <param name="Notes">What was understood differently, or left out, by name.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.ImportReport")]
public sealed record QuestionImportReport(ImmutableArray<ImportedQuestion> Questions, ImmutableArray<GiftError> Errors, ImmutableArray<string> Notes, bool Made);

[GenerateSerializer, Immutable, Alias("hub.questions.Imported")]
public sealed record ImportedQuestion(string QuestionId, QuestionKind Kind, string Name, int Line);

/// <param name="Line">Counted from 1.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.GiftError")]
public sealed record GiftError(int Line, string Message);

[GenerateSerializer, Immutable, Alias("hub.questions.Export")]
public sealed record QuestionExport(string Gift, int Questions, ImmutableArray<string> Notes);
