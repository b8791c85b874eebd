namespace LearningHub.WebFrontend.Common.Layout;

/// <summary>The addresses that the layouts link to. A capability that moves a page changes it here.</summary>
public static class SitePaths
{
    public const string Home = "/";
    public const string Catalogue = "/catalogue";
    public const string Checkout = "/checkout";
    public const string Notifications = "/notifications";
    public const string NotificationSettings = "/settings/notifications";
    public const string Orders = "/orders";
    public const string Learning = "/learning";
    public const string Leaderboard = "/leaderboard";
    public const string Points = "/points";
    public const string Certificates = "/certificates";
    public const string Licences = "/licences";
    public const string Redeem = "/redeem";
    public const string Coupons = "/teach/coupons";
    public const string Desk = "/teach/desk";
    public const string Earnings = "/teach/earnings";
    public const string Teaching = "/teach";
    public const string Administration = "/admin";
    public const string Account = "/account";
    public const string SignIn = "/sign-in";
    public const string Register = "/register";
    public const string SignOut = "/sign-out";
    public const string Theme = "/theme";
}
