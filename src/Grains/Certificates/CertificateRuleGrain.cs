using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Certificates;

/// <summary>Key <see cref="CourseKey"/>. State: a switch. Asked once a completed course.</summary>
[GrainType("certificate-rule")]
internal sealed class CertificateRuleGrain(IAggregateStore store) : AggregateGrain<CertificateRuleState>(store), ICertificateRuleGrain
{
    public Task<CertificateRule> Get() => Task.FromResult(new CertificateRule(State.Enabled, Version));

    public async Task<Result<CertificateRule>> Set(SetCertificateRule command)
    {
        var course = GrainFactory.Course(CourseKey.Parse(Key));
        if (!await course.IsStaff()) return (await course.Get()).IsOk ? CertificateErrors.NotStaff : CertificateErrors.CourseNotFound;
        return await Execute(command,
            s => s.Enabled == command.Enabled ? Decision<CertificateRuleState>.NoChange(s)
                : Decision<CertificateRuleState>.Of(s with { Enabled = command.Enabled }, new CertificateRuleChanged(command.Enabled)),
            (s, version) => new CertificateRule(s.Enabled, version));
    }
}

internal sealed record CertificateRuleState : IAggregateState<CertificateRuleState>
{
    public static string AggregateType => "certificate-rule";
    public static CertificateRuleState Empty { get; } = new();

    public bool Enabled { get; init; } = true;
}
