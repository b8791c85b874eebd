using LearningHub.Grains.Interfaces.Certificates;

namespace LearningHub.WebFrontend.Certificates;

/// <summary>The grains of certificates for a request, and their papers.</summary>
internal static class CertificateCalls
{
    public static ICertificateBookGrain Book(HttpContext http, IGrainFactory grains) => grains.GetGrain<ICertificateBookGrain>(new TenantKey(http.Viewer().Tenant, "certificates").ToString());

    public static ICertificateRuleGrain Rule(HttpContext http, IGrainFactory grains, string courseId) => grains.GetGrain<ICertificateRuleGrain>(new CourseKey(http.Viewer().Tenant, courseId).ToString());

    public static ICertificateTemplateGrain Template(HttpContext http, IGrainFactory grains) => grains.GetGrain<ICertificateTemplateGrain>(new TenantKey(http.Viewer().Tenant, "certificate-template").ToString());

    /// <summary>The address in the credential is the public one, whatever host this request came by.</summary>
    public static string Address(CertificateView c, HttpContext http)
    {
        using var credential = c.Credential.Length > 0 ? System.Text.Json.JsonDocument.Parse(c.Credential) : null;
        return credential?.RootElement.GetProperty("id").GetString() ?? $"{http.Request.Scheme}://{http.Request.Host}/verify/{c.CertificateId}";
    }
}
