namespace LearningHub.Grains.Common;

/// <summary>Section <c>Hub</c>: which tenant runs the platform. Silos and front ends of a cluster must be given the same.</summary>
internal sealed class OperatorOptions
{
    public string DefaultTenant { get; set; } = "main";
}
