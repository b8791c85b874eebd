namespace LearningHub.Grains.Tenants;

internal static class TenantErrors
{
    public static readonly Error AlreadySetUp = Error.Conflict("tenants.already_set_up", "This academy is set up already. Sign in instead.");
    public static readonly Error NameInvalid = Error.Invalid("tenants.name_invalid", "An academy's name has 1 to 80 characters.", "name");
}
