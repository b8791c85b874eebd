using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Certificates;

public static class CertificatesModule
{
    public static IServiceCollection AddCertificates(this IServiceCollection services) => services.AddFold<CertificateIndexFold>().AddReactor<CertificateReactor>()
        .AddWorkflow<IIssuingWorkflowGrain>(IssuingWorkflow.Kind);
}
