namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The roles a person can hold, and what each may do.</summary>
public static class Roles
{
    public const string Student = "student";
    public const string Instructor = "instructor";
    public const string Admin = "admin";
    internal const string System = "system";

    public static readonly IReadOnlyList<string> All = [Student, Instructor, Admin];

    public static bool Grants(IEnumerable<string> roles, Permission permission) => permission switch
    {
        Permission.Anyone => true,
        Permission.SignedIn => roles.Any(),
        Permission.Teach => roles.Any(r => r is Instructor or Admin or System),
        Permission.ManageUsers or Permission.ManageSales or Permission.ReviewCourses or Permission.ManageSettings or Permission.ReadAudit or Permission.OperateSystem => roles.Any(r => r is Admin or System),
        Permission.System => roles.Contains(System),
        _ => false,
    };
}
