using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.Grains.Tenants;

using Outcome = Decision<TenantState>;

/// <summary>Set-up is three steps: choose the admin's id, register the person under it, then name the academy. The academy exists with the third.</summary>
internal static class Tenant
{
    public static Outcome ChooseAdmin(TenantState s, SetUpTenant c, string newId)
    {
        if (s.IsSetUp) return TenantErrors.AlreadySetUp;
        if (NameOf(c) is null) return TenantErrors.NameInvalid;
        return s.AdminId is not null ? Outcome.NoChange(s) : Outcome.Of(s with { AdminId = newId });
    }

    public static Outcome Complete(TenantState s, SetUpTenant c, DateTimeOffset now)
    {
        if (s.IsSetUp) return TenantErrors.AlreadySetUp;
        if (NameOf(c) is not { } name) return TenantErrors.NameInvalid;
        return Outcome.Of(s with { Name = name, SetUpAt = now }, new TenantSetUp(s.AdminId!));
    }

    private static string? NameOf(SetUpTenant c) => PlainText.Line(c.Name, 80) is { Length: > 0 } name ? name : null;
}
