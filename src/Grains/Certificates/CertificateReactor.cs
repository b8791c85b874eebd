using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Certificates;

/// <summary>Issues when somebody comes to fulfil the rule of a course. What concerns one person is looked at here; what may concern everybody (the rule itself, the weights of the
/// gradebook, lessons taken out) begins a workflow, once an event; so does a grade whose list lags, so that one stopped list never holds up the certificates of others.</summary>
internal sealed class CertificateReactor(IGrainFactory grains, IAggregateStore store) : Reactor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Awarding _awarding = new(grains, store);

    public override string Name => "certificates";
    public override IReadOnlyList<string> EventNames =>
    [
        "enrolment.course_completed", "enrolment.lesson_completed", "enrolment.enrolled", "enrolment.readmitted", "attempt.graded", "attempt.regraded",
        "gradebook.overridden", "gradebook.setup_changed", "certificate.rule_changed", "course.lesson_removed", "course.section_removed",
    ];

    public override Task React(EventRow e, CancellationToken cancellation) => e.Name switch
    {
        // Previews of staff are in no gradebook.
        "attempt.graded" => e.Read<AttemptGraded>() is { Preview: false } graded ? Grade(e, new(e.Tenant, graded.CourseId, AttemptsKey.Parse(e.Key).UserId)) : Task.CompletedTask,
        "attempt.regraded" => e.Read<AttemptRegraded>() is { Preview: false } regraded ? Grade(e, new(e.Tenant, regraded.CourseId, AttemptsKey.Parse(e.Key).UserId)) : Task.CompletedTask,
        "gradebook.overridden" => Grade(e, new(e.Tenant, e.Id, e.Read<GradeOverridden>().UserId)),
        "gradebook.setup_changed" => Everybody(e, r => r.PassingGrade is not null),
        "certificate.rule_changed" => Everybody(e, _ => true),
        // At 100 % who is done with the rest is told of as having completed the course.
        "course.lesson_removed" or "course.section_removed" => Everybody(e, r => r.PassingGrade is not null || r.ProgressPercent < CertificateRules.MaxPercent),
        "enrolment.lesson_completed" => Progress(e),
        "enrolment.enrolled" => e.Read<StudentEnrolled>().Again ? One(e, MemberKey.Parse(e.Key)) : Task.CompletedTask,
        _ => One(e, MemberKey.Parse(e.Key)),
    };

    private async Task Progress(EventRow e)
    {
        var member = MemberKey.Parse(e.Key);
        if (await Rule(member.Course) is { Enabled: true, ProgressPercent: < CertificateRules.MaxPercent }) await One(e, member);
    }

    private async Task Grade(EventRow e, MemberKey member)
    {
        if (await Rule(member.Course) is { Enabled: true, PassingGrade: not null }) await One(e, member);
    }

    private async Task One(EventRow e, MemberKey member)
    {
        var considered = await _awarding.Consider(member, $"{e.EventId:n}/certificate", e.At, () => Awarding.HaveSeen(grains, Since(e), Patience));
        Must(considered);
        if (considered.Value is Consideration.GradesLag) await Start(e, member.Course, member.UserId);
    }

    private async Task Everybody(EventRow e, Func<CertificateRule, bool> concerns)
    {
        var course = new CourseKey(e.Tenant, e.Id);
        if (await Rule(course) is { Enabled: true } rule && concerns(rule)) await Start(e, course, null);
    }

    private Task Start(EventRow e, CourseKey course, string? userId) =>
        grains.GetGrain<IIssuingWorkflowGrain>(new WorkflowKey(e.Tenant, course.CourseId, IssuingWorkflow.RunId(e.EventId)).ToString()).Start(new(course.CourseId, userId, Since(e)));

    private Task<CertificateRule> Rule(CourseKey course) => grains.GetGrain<ICertificateRuleGrain>(course.ToString()).Get();

    private static Receipt Since(EventRow e) => new(e.AggregateType, e.Key, e.Version);
}
