using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>References by typed key, so that no string is put together twice.</summary>
public static class GrainFactoryExtensions
{
    /// <summary>The tenant-wide query grain of a kind.</summary>
    public static T Queries<T>(this IGrainFactory grains, string tenant) where T : IGrainWithStringKey =>
        grains.GetGrain<T>(TenantKey.Queries(tenant).ToString());

    public static IUserGrain User(this IGrainFactory grains, UserKey key) => grains.GetGrain<IUserGrain>(key.ToString());
    public static ICourseGrain Course(this IGrainFactory grains, CourseKey key) => grains.GetGrain<ICourseGrain>(key.ToString());
    public static IEnrolmentGrain Enrolment(this IGrainFactory grains, MemberKey key) => grains.GetGrain<IEnrolmentGrain>(key.ToString());
    public static ISeatPoolGrain SeatPool(this IGrainFactory grains, CourseKey key) => grains.GetGrain<ISeatPoolGrain>(key.ToString());
    public static ILicencesGrain Licences(this IGrainFactory grains, LicenceKey key) => grains.GetGrain<ILicencesGrain>(key.ToString());
    public static ICartGrain Cart(this IGrainFactory grains, CartKey key) => grains.GetGrain<ICartGrain>(key.ToString());
    public static ICouponGrain Coupon(this IGrainFactory grains, CouponKey key) => grains.GetGrain<ICouponGrain>(key.ToString());
    public static IChatRoomGrain ChatRoom(this IGrainFactory grains, CourseKey key) => grains.GetGrain<IChatRoomGrain>(key.ToString());
    public static IChatReaderGrain ChatReader(this IGrainFactory grains, MemberKey key) => grains.GetGrain<IChatReaderGrain>(key.ToString());
    public static IGradebookGrain Gradebook(this IGrainFactory grains, CourseKey key) => grains.GetGrain<IGradebookGrain>(key.ToString());
    public static ILiveClassGrain LiveClass(this IGrainFactory grains, LiveClassKey key) => grains.GetGrain<ILiveClassGrain>(key.ToString());
    public static IMediaGrain Media(this IGrainFactory grains, MediaKey key) => grains.GetGrain<IMediaGrain>(key.ToString());
    public static IInboxGrain Inbox(this IGrainFactory grains, UserKey key) => grains.GetGrain<IInboxGrain>(key.ToString());
    public static INotificationSettingsGrain NotificationSettings(this IGrainFactory grains, UserKey key) => grains.GetGrain<INotificationSettingsGrain>(key.ToString());
    public static IOrderGrain Order(this IGrainFactory grains, OrderKey key) => grains.GetGrain<IOrderGrain>(key.ToString());

    /// <summary>The checkout that makes an order.</summary>
    public static ICheckoutGrain Checkout(this IGrainFactory grains, OrderKey order, string buyerId) =>
        grains.GetGrain<ICheckoutGrain>(new WorkflowKey(order.Tenant, buyerId, order.OrderId).ToString());

    public static IRefundGrain Refund(this IGrainFactory grains, OrderKey order, string refundId) =>
        grains.GetGrain<IRefundGrain>(new WorkflowKey(order.Tenant, order.OrderId, refundId).ToString());

    public static IPaymentGrain Payment(this IGrainFactory grains, PaymentKey key) => grains.GetGrain<IPaymentGrain>(key.ToString());
    public static IQuestionGrain Question(this IGrainFactory grains, QuestionKey key) => grains.GetGrain<IQuestionGrain>(key.ToString());
    public static IQuizGrain Quiz(this IGrainFactory grains, QuizKey key) => grains.GetGrain<IQuizGrain>(key.ToString());
    public static IAttemptsGrain Attempts(this IGrainFactory grains, AttemptsKey key) => grains.GetGrain<IAttemptsGrain>(key.ToString());
    public static ISettingsGrain Settings(this IGrainFactory grains, string tenant) => grains.GetGrain<ISettingsGrain>(new TenantKey(tenant, "settings").ToString());
    public static ITranscodeJobGrain TranscodeJob(this IGrainFactory grains, MediaKey key) => grains.GetGrain<ITranscodeJobGrain>(key.ToString());
}
