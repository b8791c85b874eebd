using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Questions;

/// <summary>A question of a course's bank. Key <see cref="QuestionKey"/>. Only the staff of its course see or change it (else not found). Its versions
/// are immutable: a change makes the next one, and attempts keep naming the one they were dealt. Bounds: 500 versions, 64 KiB each.</summary>
public interface IQuestionGrain : IGrainWithStringKey
{
    /// <summary>Errors: <c>questions.*_required</c>, <c>questions.*_invalid</c>, … each with its field; <c>courses.not_yours</c>.</summary>
    [Requires(Permission.Teach), Alias("Create")] Task<Result<QuestionSaved>> Create(CreateQuestion command);

    /// <summary>Makes the next version, or none where nothing is different. With <c>ExpectedVersion</c>: <c>questions.changed</c> when another edit came between.</summary>
    [Requires(Permission.Teach), Alias("Change")] Task<Result<QuestionSaved>> Change(ChangeQuestion command);

    [Requires(Permission.Teach), Alias("SetTags")] Task<Result<QuestionSaved>> SetTags(TagQuestion command);

    /// <summary>Takes it out of the bank's list and of draws. Papers that hold it keep it.</summary>
    [Requires(Permission.Teach), Alias("Archive")] Task<Result<QuestionSaved>> Archive(ArchiveQuestion command);
    [Requires(Permission.Teach), Alias("Restore")] Task<Result<QuestionSaved>> Restore(RestoreQuestion command);

    /// <summary>The newest version with its key.</summary>
    [Requires(Permission.Teach), Alias("Get")] Task<Result<QuestionView>> Get();

    /// <summary>A version with its key. Errors: <c>questions.version_not_found</c>.</summary>
    [Requires(Permission.Teach), Alias("GetVersion")] Task<Result<QuestionView>> GetVersion(int version);

    /// <summary>What its versions are, the newest first.</summary>
    [Requires(Permission.Teach), Alias("Versions")] Task<Result<ImmutableArray<QuestionVersionInfo>>> Versions();
}

[GenerateSerializer, Immutable, Alias("hub.questions.Create")]
public sealed record CreateQuestion(string CourseId, QuestionContent Content, ImmutableArray<string> Tags) : Command;

/// <param name="Tags">Null leaves them.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Change")]
public sealed record ChangeQuestion(QuestionContent Content, ImmutableArray<string>? Tags, int? ExpectedVersion) : Command;

/// <param name="Tags">At most 20, each at most 40 characters; kept in lower case.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Tag")]
public sealed record TagQuestion(ImmutableArray<string> Tags) : Command;

[GenerateSerializer, Immutable, Alias("hub.questions.Archive")]
public sealed record ArchiveQuestion : Command;

[GenerateSerializer, Immutable, Alias("hub.questions.Restore")]
public sealed record RestoreQuestion : Command;

/// <param name="Version">The question's newest version.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Saved")]
public sealed record QuestionSaved(string QuestionId, int Version, Receipt Receipt);

/// <param name="Latest">The newest version there is.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.View")]
public sealed record QuestionView(
    string QuestionId, string CourseId, int Version, int Latest, QuestionContent Content, ImmutableArray<string> Tags, bool Archived, DateTimeOffset CreatedAt,
    DateTimeOffset VersionAt);

/// <param name="KeyChanged">Marks of answers may differ from the version before.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.VersionInfo")]
public sealed record QuestionVersionInfo(int Version, string UserId, DateTimeOffset At, bool KeyChanged);
