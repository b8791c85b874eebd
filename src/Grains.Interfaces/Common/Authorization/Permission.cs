namespace LearningHub.Grains.Interfaces.Common;

/// <summary>What a grain method asks of the actor. Every method of every grain interface carries exactly one
/// <see cref="RequiresAttribute"/>; the incoming call filter enforces it and a guard test holds it.</summary>
public enum Permission
{
    /// <summary>Also visitors who have not signed in; state rules in the grain decide the rest.</summary>
    Anyone,
    /// <summary>Any signed-in person; state rules in the grain decide the rest (own things only, members only).</summary>
    SignedIn,
    /// <summary>Instructors and admins; ownership is a state rule.</summary>
    Teach,
    /// <summary>Admins: people, roles, suspension, mail.</summary>
    ManageUsers,
    /// <summary>Admins: orders, payments, refunds, receipts and the ledger of the academy.</summary>
    ManageSales,
    /// <summary>Admins: approval of courses before they are published.</summary>
    ReviewCourses,
    /// <summary>Admins: what their academy has set.</summary>
    ManageSettings,
    /// <summary>Admins: who did what, the audit trail.</summary>
    ReadAudit,
    /// <summary>Admins: engine, database, projections, workflows.</summary>
    OperateSystem,
    /// <summary>The platform itself: workflows, reactors, workers. Never a person.</summary>
    System,
}
