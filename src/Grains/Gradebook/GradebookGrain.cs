using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Gradebook;
using Npgsql;

namespace LearningHub.Grains.Gradebook;

/// <summary>Key <see cref="CourseKey"/>. Invariants: <see cref="GradebookRules"/>. In memory: the settings, some 30 KB at most; grades are rows. A few changes a minute
/// while grades are gone through; totals are worked out by the query grain, not here.</summary>
[GrainType("gradebook")]
internal sealed class GradebookGrain(IAggregateStore store, NpgsqlDataSource database, TimeProvider time) : AggregateGrain<GradebookState>(store), IGradebookGrain
{
    private CourseKey Id => CourseKey.Parse(Key);

    public Task<Result<Receipt>> SetCategory(SetGradeCategory command) => ByStaff(() => Execute(command, s => GradebookRules.SetCategory(s, command)));
    public Task<Result<Receipt>> RemoveCategory(RemoveGradeCategory command) => ByStaff(() => Execute(command, s => GradebookRules.RemoveCategory(s, command)));

    public Task<Result<Receipt>> SetItem(SetGradeItem command) => ByStaff(async () =>
        await IsItem(command.ItemId) ? await Execute(command, s => GradebookRules.SetItem(s, command)) : GradebookErrors.ItemNotFound);

    public Task<Result<Receipt>> SetPosting(SetGradePosting command) => ByStaff(async () =>
        command.ItemId is null || await IsItem(command.ItemId) ? await Execute(command, s => GradebookRules.SetPosting(s, command)) : GradebookErrors.ItemNotFound);

    public Task<Result<Receipt>> Override(OverrideGrade command) => ByStaff<Receipt>(async () =>
    {
        if (!await IsItem(command.ItemId)) return GradebookErrors.ItemNotFound;
        if (!KeySegment.IsValid(command.UserId)) return GradebookErrors.StudentNotFound;
        var enrolment = await GrainFactory.Enrolment(new(Id.Tenant, Id.CourseId, command.UserId)).Get();
        if (!enrolment.IsOk || enrolment.Value.EnrolledAt is null) return GradebookErrors.StudentNotFound;
        var stored = await Store.LoadRecord(GradebookState.ByHandRecord, Key, GradeByHand.RecordId(command.ItemId, command.UserId));
        var before = stored is null ? null : JsonSerializer.Deserialize<GradeByHand>(stored.Json, HubJson.Options);
        var earned = await EarnedGrades.One(database, Id, command.ItemId, command.UserId);
        return await Execute(command, s => GradebookRules.Override(s, command, before, earned, Actor, time.GetUtcNow()));
    });

    public async Task<Result<GradebookSetup>> GetSetup()
    {
        if (await GradebookAccess.Refuse(GrainFactory, Id) is { } refused) return refused;
        var (state, version) = (State, Version);
        var items = await Quizzes();
        return new GradebookSetup(state.Categories, [.. items.Select(l =>
        {
            var setting = GradebookRules.SettingOf(state, l.LessonId);
            return new GradeItem(l.LessonId, l.Title, setting.CategoryId, setting.Weight, setting.Posted);
        })], version);
    }

    private async Task<IEnumerable<LessonItem>> Quizzes() => (await GrainFactory.Course(Id).GetFacts()).Lessons.Where(l => l.Kind == LessonKind.Quiz);
    private async Task<bool> IsItem(string itemId) => (await Quizzes()).Any(l => l.LessonId == itemId);

    private async Task<Result<T>> ByStaff<T>(Func<Task<Result<T>>> act) => await GradebookAccess.Refuse(GrainFactory, Id) is { } refused ? refused : await act();
}
