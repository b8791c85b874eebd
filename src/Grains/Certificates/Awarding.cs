using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.Grains.Certificates;

internal enum Consideration
{
    /// <summary>The rule is not met, or there is a certificate already.</summary>
    Nothing,
    Issued,
    /// <summary>All but the grade is there, and the gradebook has not seen everything yet.</summary>
    GradesLag,
}

/// <summary>Looks at one person by the rule as it is now, and issues. What brought it about does not matter: any event, any order, any repeat ends the same. Asks what costs least first.</summary>
internal sealed class Awarding(IGrainFactory grains, IAggregateStore store)
{
    /// <param name="at">When the rule is met, if it is and no moment of the student's is known.</param>
    /// <param name="gradesAreCurrent">Asked where a grade is asked for.</param>
    public async Task<Result<Consideration>> Consider(MemberKey member, string operationId, DateTimeOffset at, Func<Task<bool>> gradesAreCurrent)
    {
        var rule = await grains.GetGrain<ICertificateRuleGrain>(member.Course.ToString()).Get();
        if (!rule.Enabled) return Consideration.Nothing;
        // Who was removed or has the money back gets none; who only left earned it.
        if (await grains.Enrolment(member).Get() is not { IsOk: true, Value: { Status: EnrolmentStatus.Active or EnrolmentStatus.Left } standing }) return Consideration.Nothing;
        if (!CertificateRules.HasProgress(rule, standing.CoursePercent, standing.CompletedAt is not null)) return Consideration.Nothing;
        var book = new TenantKey(member.Tenant, "certificates").ToString();
        if (await store.LoadRecord(CertificateBookState.HolderRecord, book, CertificateDocument.HolderId(member.CourseId, member.UserId)) is not null) return Consideration.Nothing;
        if (rule.PassingGrade is not null)
        {
            if (!await gradesAreCurrent()) return Consideration.GradesLag;
            var grades = await grains.Queries<IGradebookQueriesGrain>(member.Tenant).Student(member.CourseId, member.UserId);
            if (!grades.IsOk || !CertificateRules.HasGrade(rule, grades.Value.Total)) return Consideration.Nothing;
        }

        var course = await grains.Course(member.Course).GetFacts();
        if (!course.Exists) return Consideration.Nothing;
        // Nobody by this name: an account that was erased since.
        if (await grains.User(member.User).Get() is not { IsOk: true } holder) return Consideration.Nothing;
        var instructor = await grains.User(new(member.Tenant, course.InstructorId)).Get();
        var tenant = await grains.GetGrain<ITenantGrain>(new TenantKey(member.Tenant, "settings").ToString()).Get();
        var academy = tenant.Name.Length > 0 ? tenant.Name : "Learning Hub";
        var metAt = rule.PassingGrade is null && standing.CompletedAt is { } completed ? completed : at;
        return (await grains.GetGrain<ICertificateBookGrain>(book).Issue(
            new(member.CourseId, member.UserId, holder.Value!.Name, course.Title, instructor.Value?.Name ?? "", academy, metAt, CertificateRules.Words(rule)) { OperationId = operationId }))
            .Map(_ => Consideration.Issued);
    }

    /// <summary>Whether both lists that a grade is told from have passed this.</summary>
    public static async Task<bool> HaveSeen(IGrainFactory grains, Receipt since, TimeSpan patience)
    {
        foreach (var list in (string[])[EnrolmentProjections.List, GradebookProjections.Earned])
            if (!await grains.GetGrain<IProjectionGrain>($"system/{list}").WaitFor(since, patience)) return false;
        return true;
    }
}
