namespace LearningHub.Grains.Interfaces.Certificates;

/// <summary>The projections of this capability, for pages that wait for their own write.</summary>
public static class CertificateProjections
{
    /// <summary>What <see cref="ICertificateQueriesGrain"/> lists.</summary>
    public const string Index = "certificate_index";
}
