using System.Collections.Frozen;
using System.Reflection;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>What an admin may do in the session that they opened as another person: see what that person sees, and mend what can be mended without speaking, paying, learning or marking in their
/// name. A method that is not here is refused, also one that is written tomorrow. Only the call that comes from outside is looked at: what a grain does on its way to the answer it does by its own
/// rules.</summary>
public static class OnBehalf
{
    public static bool May(MethodInfo method) =>
        // An admin's permissions never go along, whoever the person has become meanwhile.
        method.GetCustomAttribute<RequiresAttribute>()?.Permission is Permission.Anyone or Permission.SignedIn or Permission.Teach
        && (method.IsDefined(typeof(ReadOnlyAttribute)) || Allowed.Contains($"{method.DeclaringType!.Name}.{method.Name}"));

    /// <summary>Interface and method, beside those that are marked as reads.</summary>
    public static IReadOnlySet<string> Named => Allowed;

    private static readonly FrozenSet<string> Allowed = ((string[])
    [
        // The session itself.
        "IUserGrain.Authenticate", "IUserGrain.EndImpersonation", "IUserGrain.ListSessions", "IUserGrain.Get", "IUserQueriesGrain.IsRegistered", "IUserQueriesGrain.People",
        // What pages read.
        "IAnnouncementsGrain.List", "IAttemptsGrain.Get", "IAttemptsGrain.GetPaper", "IAttemptsGrain.Review", "ICartGrain.Count", "ICartGrain.Get", "ICatalogueGrain.Search",
        "ICertificateQueriesGrain.Check", "ICertificateQueriesGrain.Get", "ICertificateQueriesGrain.Mine", "ICertificateQueriesGrain.OfCourse", "ICertificateQueriesGrain.StatusList",
        "ICertificateRuleGrain.Get", "ICertificateTemplateGrain.Get", "IChatReaderGrain.LastRead", "IChatRoomGrain.Changes", "IChatRoomGrain.History", "IChatRoomGrain.IsMember", "IChatRoomGrain.LastSeq",
        "ICouponGrain.Get", "ICouponQueriesGrain.List", "ICourseGrain.Get", "ICourseGrain.GetFacts", "ICourseGrain.GetLesson", "ICourseGrain.IsStaff", "ICourseQueriesGrain.Taught",
        "IEnrolmentGrain.Get", "IEnrolmentGrain.IsActive", "IEnrolmentQueriesGrain.Mine", "IEnrolmentQueriesGrain.Roster", "IGradebookGrain.GetSetup", "IGradebookQueriesGrain.Grid",
        "IGradebookQueriesGrain.History", "IInstructorDeskGrain.Course", "IInstructorDeskGrain.Get", "IGradebookQueriesGrain.Mine", "IGradebookQueriesGrain.Student", "ILeaderboardPushGrain.Watch", "ILicenceQueriesGrain.Find", "ILicenceQueriesGrain.Mine",
        "ILicencesGrain.Get", "ILiveClassGrain.Get", "ILiveClassQueriesGrain.Coming", "ILiveClassQueriesGrain.OfCourse", "IMediaGrain.Get", "INotificationQueriesGrain.Get", "INotificationQueriesGrain.List", "INotificationQueriesGrain.Unread", "IOrderGrain.Get", "IOrderQueriesGrain.Mine",
        "IPaymentGrain.Get", "IPaymentProvidersGrain.List", "IPlaybackGrain.Open", "IPointQueriesGrain.BadgesOf", "IPointQueriesGrain.Board", "IPointQueriesGrain.Mine", "IPointRulesGrain.Get",
        "IProjectionGrain.WaitFor", "IPushKeyGrain.GetPublicKey", "IQuestionBankGrain.Search", "IQuestionBankGrain.Tags", "IQuestionGrain.Get", "IQuestionGrain.GetVersion", "IQuestionGrain.Versions", "IQuizGrain.Get", "IQuizGrain.IsStaff",
        "IQuizQueriesGrain.Attempts", "IQuizQueriesGrain.Items", "IQuizQueriesGrain.Queue", "IQuizQueriesGrain.Results", "IReceiptQueriesGrain.Get", "IReceiptQueriesGrain.OfOrder", "ISeatPoolGrain.Get", "ISettingsGrain.Open",
        "ITenantGrain.Get", "ITranscodeJobGrain.Get", "IWorkflowGrain.GetStatus",
        // What can be mended. Texts and prices of a course are not: an admin is staff of every course, and changes them under their own name.
        "IUserGrain.ChangeProfile", "IUserGrain.ResendConfirmation", "IEnrolmentGrain.Enrol", "ICartGrain.Add", "ICartGrain.SetQuantity", "ICartGrain.ChangeCurrency",
        "ICourseGrain.AddSection", "ICourseGrain.RenameSection", "ICourseGrain.AddLesson", "ICourseGrain.Move",
    ]).ToFrozenSet();
}
