using LearningHub.Grains.Administration;
using LearningHub.Grains.Audit;
using LearningHub.Grains.Billing;
using LearningHub.Grains.Catalogue;
using LearningHub.Grains.Carts;
using LearningHub.Grains.Certificates;
using LearningHub.Grains.Chat;
using LearningHub.Grains.Cluster;
using LearningHub.Grains.Common;
using LearningHub.Grains.Coupons;
using LearningHub.Grains.Courses;
using LearningHub.Grains.Email;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Gamification;
using LearningHub.Grains.Gradebook;
using LearningHub.Grains.InstructorDesk;
using LearningHub.Grains.LiveClasses;
using LearningHub.Grains.Media;
using LearningHub.Grains.Notifications;
using LearningHub.Grains.Payments;
using LearningHub.Grains.Orders;
using LearningHub.Grains.Playback;
using LearningHub.Grains.Questions;
using LearningHub.Grains.Quizzes;
using LearningHub.Grains.Settings;
using LearningHub.Grains.Tenants;
using LearningHub.Grains.Transcoding;
using LearningHub.Grains.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains;

public static class GrainsModules
{
    /// <summary>All capabilities, and the fence in front of them; in front of that the meter, which counts what is refused too. The host adds the engine and the database.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services) => services
        .AddCluster()
        .AddGrainsCommon()
        .AddTenants()
        .AddUsers()
        .AddAudit()
        .AddCourses()
        .AddBilling()
        .AddCatalogue()
        .AddCertificates()
        .AddEnrolments()
        .AddCarts()
        .AddCoupons()
        .AddChat()
        .AddGamification()
        .AddGradebook()
        .AddInstructorDesk()
        .AddLiveClasses()
        .AddMedia()
        .AddNotifications()
        .AddPayments()
        .AddOrders()
        .AddSettings()
        .AddTranscoding()
        .AddPlayback()
        .AddQuestions()
        .AddQuizzes()
        .AddEmail()
        .AddAdministration();
}
