namespace LearningHub.WebFrontend.Certificates;

public static class CertificatesWeb
{
    public static IEndpointRouteBuilder MapCertificates(this IEndpointRouteBuilder routes)
    {
        CertificateApi.Map(routes);
        CertificatePages.Map(routes);
        return routes;
    }
}
