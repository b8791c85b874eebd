using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Gradebook;

/// <summary>What follows from a grade by hand: who is excused from a quiz, or given a grade that passes it, completes its lesson. The cell is read as it is now, so that what was taken back before this was
/// heard of completes nothing; afterwards what was completed stays completed. Idempotent: a lesson is completed once.</summary>
internal sealed class HandGradeReactor(IGrainFactory grains, IAggregateStore store) : Reactor
{
    public override string Name => "grades_by_hand";
    public override IReadOnlyList<string> EventNames => ["gradebook.overridden"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var (course, overridden) = (CourseKey.Parse(e.Key), e.Read<GradeOverridden>());
        if (await store.LoadRecord(GradebookState.ByHandRecord, e.Key, GradeByHand.RecordId(overridden.ItemId, overridden.UserId), cancellation) is not { } stored) return;
        if (JsonSerializer.Deserialize<GradeByHand>(stored.Json, HubJson.Options)!.Percent is { } percent)
        {
            var rules = await grains.Quiz(QuizKey.OfLesson(course, overridden.ItemId)).GetRules(overridden.UserId);
            if (rules is null || percent < rules.Settings.PassPercent) return;
        }
        Must(await grains.Enrolment(new(e.Tenant, course.CourseId, overridden.UserId)).QuizPassed(new(overridden.ItemId)));
    }
}
