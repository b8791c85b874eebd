using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Common;

/// <summary>Who is looking: the tenant they came by, the person when signed in, and the actor that grain calls carry.</summary>
public sealed record Viewer(string Tenant, Principal? Person, Actor Actor)
{
    public bool IsSignedIn => Person is not null;
    public string UserId => Actor.UserId;
    /// <summary>Whether they came by the tenant that runs the platform (<see cref="HubWebOptions.DefaultTenant"/>): only its admins operate what all
    /// tenants share.</summary>
    public bool IsOperatorsTenant { get; init; }
    public bool May(Permission permission) => Actor.May(permission) && (permission != Permission.OperateSystem || IsOperatorsTenant);
}

public static class ViewerExtensions
{
    private static readonly object Key = new();

    public static Viewer Viewer(this HttpContext http) =>
        http.Items[Key] as Viewer ?? throw new InvalidOperationException("The session middleware has not run.");

    /// <summary>False when a request was refused before anybody asked who it is from.</summary>
    internal static bool HasViewer(this HttpContext http) => http.Items.ContainsKey(Key);

    internal static void SetViewer(this HttpContext http, Viewer viewer) => http.Items[Key] = viewer;
}
