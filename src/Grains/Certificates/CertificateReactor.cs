using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.Grains.Certificates;

/// <summary>Issues when a course is complete. An event delivered twice is one certificate: a person has one of a course.</summary>
internal sealed class CertificateReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "certificates";
    public override IReadOnlyList<string> EventNames => ["enrolment.course_completed"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var member = MemberKey.Parse(e.Key);
        if (!(await grains.GetGrain<ICertificateRuleGrain>(member.Course.ToString()).Get()).Enabled) return;
        var course = await grains.Course(member.Course).GetFacts();
        if (!course.Exists) return;
        // Nobody by this name: an account that was erased since.
        if (await grains.User(member.User).Get() is not { IsOk: true } holder) return;
        var instructor = await grains.User(new(e.Tenant, course.InstructorId)).Get();
        var tenant = await grains.GetGrain<ITenantGrain>(new TenantKey(e.Tenant, "settings").ToString()).Get();
        var academy = tenant.Name.Length > 0 ? tenant.Name : "Learning Hub";
        Must(await grains.GetGrain<ICertificateBookGrain>(new TenantKey(e.Tenant, "certificates").ToString()).Issue(
            new(member.CourseId, member.UserId, holder.Value!.Name, course.Title, instructor.Value?.Name ?? "", academy, e.At) { OperationId = $"{e.EventId:n}/certificate" }));
    }
}
