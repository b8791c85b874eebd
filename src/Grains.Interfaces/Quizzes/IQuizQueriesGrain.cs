using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Quizzes;

/// <summary>Lists of attempts, for the staff of the quiz's course (<c>quizzes.not_found</c> for others). Key <c>tenant/queries</c>, a stateless worker. They lag the
/// attempts by the projection, usually a fraction of a second.</summary>
public interface IQuizQueriesGrain : IGrainWithStringKey
{
    /// <summary>Attempts, the last begun first. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.Teach), Alias("Attempts")] Task<Result<Page<AttemptRow>>> Attempts(AttemptsQuery query);

    /// <summary>Essays that wait, the longest waiting first.</summary>
    [Requires(Permission.Teach), Alias("Queue")] Task<Result<Page<EssayRow>>> Queue(string quizId, string? cursor, int limit);

    [Requires(Permission.Teach), Alias("Results")] Task<Result<QuizResults>> Results(string quizId);

    /// <summary>How questions of a course's bank did in all its quizzes together, those that were asked, at most 100; for the staff of the course (<c>quizzes.not_found</c> for others).</summary>
    [Requires(Permission.Teach), Alias("Items")] Task<Result<ImmutableArray<QuestionFigures>>> Items(string courseId, ImmutableArray<string> questionIds);

    /// <summary>Attempts that have ended, one row each with the mark of every place, by learner and number; 500 a call.</summary>
    [Requires(Permission.Teach), Alias("Export")] Task<Result<Page<AttemptExport>>> Export(string quizId, string? cursor);

    /// <summary>What in the quizzes of courses asks for a look: essays that wait, and questions that few get right. Never checks who asks.</summary>
    [Requires(Permission.System), Alias("Attention")] Task<ImmutableArray<QuizAttention>> Attention(ImmutableArray<string> courseIds);

    /// <summary>Learners with attempts at the quiz, by id, for the platform's own rounds: all, or those with one that runs.</summary>
    [Requires(Permission.System), Alias("Learners")] Task<ImmutableArray<string>> Learners(string quizId, bool running, string? after, int limit);
}

/// <param name="State">Null: any.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.AttemptsQuery")]
public sealed record AttemptsQuery(string QuizId, string Search, AttemptState? State, string? Cursor, int Limit);

[GenerateSerializer, Immutable, Alias("hub.quizzes.AttemptRow")]
public sealed record AttemptRow(
    string UserId, string Name, string Email, int Number, AttemptState State, DateTimeOffset StartedAt, DateTimeOffset? Deadline, DateTimeOffset? HandedInAt, bool Automatic,
    decimal? Mark, decimal MaxMark, decimal? Percent, int ToGrade);

[GenerateSerializer, Immutable, Alias("hub.quizzes.EssayRow")]
public sealed record EssayRow(string UserId, string Name, int Number, int Place, string QuestionId, DateTimeOffset HandedInAt, string? ClaimedBy, string? ClaimedByName, DateTimeOffset? ClaimedUntil);

/// <param name="MeanPercent">Of graded attempts; null when there are none.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Results")]
public sealed record QuizResults(int Learners, int Attempts, int Running, int ToGrade, int Graded, decimal? MeanPercent, int Passed, ImmutableArray<QuestionResult> Questions);

/// <param name="Answers">Over all attempts that were marked; so are Right to Unanswered.</param>
/// <param name="Facility">The mean part of the marks earned, 0 to 1, over the first attempts of the learners.</param>
/// <param name="Discrimination">Correlation of the question with the rest of those papers, -1 to 1; null where it cannot be told (fewer than two attempts, or no spread).</param>
/// <param name="NewestMarked">The newest version that answers were marked by.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.QuestionResult")]
public sealed record QuestionResult(string QuestionId, int Answers, decimal? Facility, decimal? Discrimination, int Right, int Partial, int Wrong, int Unanswered, int OldestMarked, int NewestMarked);

/// <param name="Attempts">First attempts of learners, marked whole, that held it; of 5,000 first attempts in the course's quizzes at most.</param>
/// <param name="Facility">The mean part of the marks earned in them, 0 to 1.</param>
/// <param name="Discrimination">Correlation with the part earned in the rest of those papers, -1 to 1; null where it cannot be told.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.QuestionFigures")]
public sealed record QuestionFigures(string QuestionId, int Attempts, decimal? Facility, decimal? Discrimination);

/// <param name="Waiting">Answers that a person must mark; <paramref name="Since"/> when the first of them was handed in.</param>
/// <param name="Hard">Questions with a facility under 0.3 over at least five first attempts.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Attention")]
public sealed record QuizAttention(string CourseId, string QuizId, string Title, int Waiting, DateTimeOffset? Since, int Hard);

/// <param name="Marks">By place, from 1; null: not marked yet.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Export")]
public sealed record AttemptExport(AttemptRow Attempt, ImmutableArray<decimal?> Marks);

/// <summary>Waits for the list of attempts, then marks each again, then is done. Key <see cref="WorkflowKey"/> with the quiz as subject and <c>key-{version}</c> as run.</summary>
public interface IRegradeWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), AlwaysInterleave, Alias("Start")] Task Start(StartRegrade command);
}

/// <param name="QuizVersion">Of the quiz when its key was mended.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.StartRegrade")]
public sealed record StartRegrade(string QuizId, int KeyVersion, long QuizVersion, string ByUserId) : Command;

/// <summary>Waits for the list of attempts, then has each learner's grade counted by the quiz's present rules. Key <see cref="WorkflowKey"/> with the quiz as subject and
/// <c>settings-{version}</c> as run.</summary>
public interface IRecountWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), AlwaysInterleave, Alias("Start")] Task Start(StartRecount command);
}

/// <param name="QuizVersion">Of the quiz when its settings changed.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.StartRecount")]
public sealed record StartRecount(string QuizId, long QuizVersion) : Command;
