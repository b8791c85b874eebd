using Microsoft.AspNetCore.DataProtection;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearningHub.WebFrontend.Administration;
using LearningHub.WebFrontend.Audit;
using LearningHub.WebFrontend.Billing;
using LearningHub.WebFrontend.Carts;
using LearningHub.WebFrontend.Catalogue;
using LearningHub.WebFrontend.Certificates;
using LearningHub.WebFrontend.Chat;
using LearningHub.WebFrontend.Cluster;
using LearningHub.WebFrontend.Common.Live;
using LearningHub.WebFrontend.Common.Telemetry;
using LearningHub.WebFrontend.Coupons;
using LearningHub.WebFrontend.Courses;
using LearningHub.WebFrontend.Email;
using LearningHub.WebFrontend.Enrolments;
using LearningHub.WebFrontend.Home;
using LearningHub.WebFrontend.Gamification;
using LearningHub.WebFrontend.Gradebook;
using LearningHub.WebFrontend.InstructorDesk;
using LearningHub.WebFrontend.LiveClasses;
using LearningHub.WebFrontend.Media;
using LearningHub.WebFrontend.Notifications;
using LearningHub.WebFrontend.Orders;
using LearningHub.WebFrontend.Payments;
using LearningHub.WebFrontend.Playback;
using LearningHub.WebFrontend.Questions;
using LearningHub.WebFrontend.Quizzes;
using LearningHub.WebFrontend.Settings;
using LearningHub.WebFrontend.Tenants;
using LearningHub.WebFrontend.Users;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;

namespace LearningHub.WebFrontend;

/// <summary>The front end's public face: register and map.</summary>
public static class WebFrontendModule
{
    public static IHostApplicationBuilder AddWebFrontend(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<HubWebOptions>().BindConfiguration("Hub").ValidateDataAnnotations()
            .Validate(o => o.DefaultTenant != "system" && !o.Tenants.ContainsValue("system"), "Hub:DefaultTenant and Hub:Tenants may not name 'system': it is the platform's own.")
            .Validate(o => o.TrustedProxies.All(a => System.Net.IPAddress.TryParse(a, out _)), "Hub:TrustedProxies holds IP addresses.").ValidateOnStart();
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
            o.SerializerOptions.MaxDepth = 32;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = false);
        // Nothing here is protected by the framework's key ring (sessions are opaque, addresses signed with the tenant's key): no keys on disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<TenantLooks>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<KnownPeople>();
        services.AddSingleton<PdfPrinter>();
        services.AddSingleton<Courses.LessonHtml>();
        services.TryAddSingleton(new EngineInfo("Microsoft Orleans"));
        services.AddMediaWeb().AddPlaybackWeb();
        services.AddLive();
        services.AddClusterWeb();
        services.AddLiveClassesWeb();
        services.AddQuestionsWeb();
        services.AddQuizzesWeb();
        services.AddGamificationWeb();
        services.AddUsersWeb();
        services.AddProblemDetails();
        services.AddOpenApi("v1", OpenApiDocument.Configure);
        return builder;
    }

    /// <summary>The pipeline and all endpoints.</summary>
    public static WebApplication MapWebFrontend(this WebApplication app)
    {
        app.UseRequestIds();
        app.UseProxyHeaders();
        app.UseSecurityHeaders();
        app.UseStartingPage();
        app.UseMiddleware<UnhandledErrors>();
        app.UseBuiltAssets();
        // A media socket whose other side is gone is found out in half a minute.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(10), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        app.UseRouting();
        app.UseMiddleware<StrangerLimitMiddleware>();
        app.UseMiddleware<SessionMiddleware>();
        app.UseMiddleware<RequestLimitMiddleware>();
        app.UseMiddleware<CrossOriginMiddleware>();
        app.UseMiddleware<TextEncodings>();
        app.UseStatusCodePages(context => StatusPages.Answer(context.HttpContext));
        app.UseMiddleware<SetUpMiddleware>();
        app.UseMiddleware<AccessMiddleware>();

        app.MapHome().MapTenants().MapUsers().MapCourses().MapCatalogue().MapEnrolments()
            .MapCarts().MapCoupons().MapChat().MapMedia().MapPlayback().MapOrders().MapEmail().MapAudit().MapAdministration().MapCluster().MapSettings();
        app.MapGamification().MapGradebook().MapQuestions().MapQuizzes().MapBilling().MapCertificates().MapInstructorDesk().MapLiveClasses();
        app.MapNotifications().MapPayments();
        app.MapLive().MapTelemetry();
        app.MapOpenApi("/openapi/{documentName}.json").Access(Permission.Anyone);
        return app;
    }

    private static void UseBuiltAssets(this WebApplication app)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!Directory.Exists(root)) return;
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(root),
            // Names carry a hash of their content, the sprite and manifest aside.
            OnPrepareResponse = c => c.Context.Response.Headers.CacheControl =
                c.File.Name.Contains('-', StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "public, max-age=300",
        });
    }
}
