using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;

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
        var people = (await grains.Queries<IUserQueriesGrain>(e.Tenant).People([member.UserId, course.InstructorId])).ToDictionary(p => p.UserId, p => p.Name);
        // The list of people lags behind by moments: tried again.
        if (!people.TryGetValue(member.UserId, out var holder)) throw new TimeoutException("certificates: the holder is not in the list of people yet.");
        var tenant = await grains.GetGrain<ITenantGrain>(new TenantKey(e.Tenant, "settings").ToString()).Get();
        var academy = tenant.Name.Length > 0 ? tenant.Name : "Learning Hub";
        Must(await grains.GetGrain<ICertificateBookGrain>(new TenantKey(e.Tenant, "certificates").ToString()).Issue(
            new(member.CourseId, member.UserId, holder, course.Title, people.GetValueOrDefault(course.InstructorId, ""), academy, e.At) { OperationId = $"{e.EventId:n}/certificate" }));
    }
}
