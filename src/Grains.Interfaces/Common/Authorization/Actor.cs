using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>On whose behalf a call is made. Travels in the request context as one string, so that it flows from grain
/// to grain on either engine. Ids only, no names.</summary>
/// <param name="Tenant">The tenant the caller entered by; the first segment of every key it may touch.</param>
/// <param name="UserId">Empty for a visitor.</param>
/// <param name="Roles">Empty for a visitor.</param>
/// <param name="SessionId">The session, for people.</param>
/// <param name="By">The admin who acts in that session on behalf of the person; null: they themselves. See <see cref="OnBehalf"/>.</param>
public sealed record Actor(string Tenant, string UserId, ImmutableArray<string> Roles, string? SessionId, string? By = null)
{
    public static Actor Visitor(string tenant) => new(tenant, "", [], null);
    public static Actor System(string tenant) => new(tenant, "system", [Common.Roles.System], null);

    public bool IsVisitor => UserId.Length == 0;
    public bool IsSystem => Roles.Contains(Common.Roles.System);
    public bool IsAdmin => IsSystem || Roles.Contains(Common.Roles.Admin);
    public bool May(Permission permission) => Common.Roles.Grants(Roles, permission);

    public override string ToString() => $"{Tenant}|{UserId}|{string.Join(',', Roles)}|{SessionId}{(By is null ? "" : $"|{By}")}";

    public static Actor? Parse(string? text)
    {
        if (text?.Split('|') is not [var tenant, var user, var roles, var session, .. var by] || tenant.Length == 0 || by.Length > 1) return null;
        return new(tenant, user, roles.Length == 0 ? [] : [.. roles.Split(',')], session.Length == 0 ? null : session, by is [{ Length: > 0 } admin] ? admin : null);
    }
}
