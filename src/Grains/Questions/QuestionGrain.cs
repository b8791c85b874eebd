using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>Key <see cref="QuestionKey"/>. Invariants: <see cref="Question"/>. In memory: the newest version, at most 64 KiB. Called by those who build the
/// bank, a few times a minute; whoever sits an exam is served by <see cref="QuestionPapersGrain"/>, which never comes here.</summary>
[GrainType("question")]
internal sealed class QuestionGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<QuestionState>(store), IQuestionGrain
{
    private const int ShownVersions = 100;
    private QuestionKey Id => QuestionKey.Parse(Key);

    protected override async ValueTask<QuestionState> WithRecords(QuestionState state, CancellationToken cancellation) =>
        !state.Exists ? state : state with { Content = (await Load(state.Latest, cancellation))?.Content };

    public async Task<Result<QuestionSaved>> Create(CreateQuestion command)
    {
        if (!KeySegment.IsValid(command.CourseId)) return QuestionErrors.CourseNotFound;
        // An id that is taken in a course of someone else's is told from one that is free by nobody but its staff.
        if (State.Exists && State.CourseId != command.CourseId) return QuestionErrors.Exists;
        if (await BankAccess.Refuse(GrainFactory, new(Id.Tenant, command.CourseId)) is { } refused) return refused;
        return await Execute(command, s => Question.Create(s, command, Actor, time.GetUtcNow(), NewId), Saved);
    }

    public Task<Result<QuestionSaved>> Change(ChangeQuestion command) => ByStaff(() => Execute(command, s => Question.Change(s, command, Actor, time.GetUtcNow(), NewId), Saved));
    public Task<Result<QuestionSaved>> SetTags(TagQuestion command) => ByStaff(() => Execute(command, s => Question.SetTags(s, command), Saved));
    public Task<Result<QuestionSaved>> Archive(ArchiveQuestion command) => ByStaff(() => Execute(command, s => Question.Archive(s, true), Saved));
    public Task<Result<QuestionSaved>> Restore(RestoreQuestion command) => ByStaff(() => Execute(command, s => Question.Archive(s, false), Saved));

    public Task<Result<QuestionView>> Get() => GetVersion(0);

    public Task<Result<QuestionView>> GetVersion(int version) => ByStaff<QuestionView>(async () =>
    {
        if (version < 0 || version > State.Latest) return QuestionErrors.VersionNotFound;
        return await Load(version == 0 ? State.Latest : version, CancellationToken.None) is { } v
            ? new QuestionView(Id.QuestionId, State.CourseId, v.Version, State.Latest, v.Content, State.Tags, State.Archived, State.CreatedAt, v.At) : QuestionErrors.VersionNotFound;
    });

    public Task<Result<ImmutableArray<QuestionVersionInfo>>> Versions() => ByStaff<ImmutableArray<QuestionVersionInfo>>(async () =>
        (await Store.LoadRecordsBefore(QuestionState.VersionRecord, Key, null, ShownVersions)).Select(Read).OrderByDescending(v => v.Version)
            .Select(v => new QuestionVersionInfo(v.Version, v.UserId, v.At, v.KeyChanged)).ToImmutableArray());

    /// <summary>A question of another's course does not exist for the caller.</summary>
    private async Task<Result<T>> ByStaff<T>(Func<Task<Result<T>>> act) =>
        !State.Exists || await BankAccess.Refuse(GrainFactory, new(Id.Tenant, State.CourseId)) is not null ? QuestionErrors.NotFound : await act();

    private QuestionSaved Saved(QuestionState state, long version) => new(Id.QuestionId, state.Latest, new(QuestionState.AggregateType, Key, version));

    private async Task<QuestionVersion?> Load(int version, CancellationToken cancellation) =>
        await Store.LoadRecord(QuestionState.VersionRecord, Key, QuestionVersion.RecordId(version), cancellation) is { } record ? Read(record) : null;

    private static QuestionVersion Read(StoredRecord record) => JsonSerializer.Deserialize<QuestionVersion>(record.Json, HubJson.Options)!;

    private static string NewId() => RandomNumberGenerator.GetHexString(10, lowercase: true);
}
