namespace LearningHub.WebFrontend.Common.Layout;

/// <summary>Who looks at the page: a signed-in user. Anonymous is null.</summary>
public sealed record PageViewer(string Id, string Name, IReadOnlyCollection<string> Roles)
{
    public bool Is(string role) => Roles.Contains(role, StringComparer.OrdinalIgnoreCase);
    public bool Teaches => Is("instructor") || Is("admin");
    public bool Administers => Is("admin");
    /// <summary>An IANA time zone id; empty: as the device has it.</summary>
    public string Zone { get; init; } = "";
    /// <summary>An admin acts here on this person's behalf, until then.</summary>
    public DateTimeOffset? OnBehalfUntil { get; init; }
    /// <summary>Operates the platform that all tenants share.</summary>
    public bool Operates { get; init; }
}
