using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Certificates;

/// <summary>Key <see cref="CourseKey"/>. Invariants: <see cref="CertificateRules"/>. State: a switch and two numbers. Asked once a completed lesson or a graded attempt.</summary>
[GrainType("certificate-rule")]
internal sealed class CertificateRuleGrain(IAggregateStore store) : AggregateGrain<CertificateRuleState>(store), ICertificateRuleGrain
{
    public Task<CertificateRule> Get() => Task.FromResult(ViewOf(State, Version));

    public async Task<Result<CertificateRule>> Set(SetCertificateRule command)
    {
        var course = GrainFactory.Course(CourseKey.Parse(Key));
        if (!await course.IsStaff()) return (await course.Get()).IsOk ? CertificateErrors.NotStaff : CertificateErrors.CourseNotFound;
        return await Execute(command, s => CertificateRules.Set(s, command), ViewOf);
    }

    private static CertificateRule ViewOf(CertificateRuleState s, long version) => new(s.Enabled, version, s.ProgressPercent, s.PassingGrade);
}

internal sealed record CertificateRuleState : IAggregateState<CertificateRuleState>
{
    public static string AggregateType => "certificate-rule";
    public static CertificateRuleState Empty { get; } = new();

    public bool Enabled { get; init; } = true;
    public int ProgressPercent { get; init; } = CertificateRules.MaxPercent;
    public decimal? PassingGrade { get; init; }
}
