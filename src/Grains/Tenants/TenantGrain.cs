using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Tenants;

/// <summary>An academy. Key <c>tenant/settings</c>. Invariant: set up at most once, with exactly one first admin. State under 1 KB. Calls: one
/// a page, read from memory; one write in its life so far.</summary>
internal sealed class TenantGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<TenantState>(store), ITenantGrain
{
    private string Tenant => Key.Split('/')[0];

    public Task<TenantView> Get() => Task.FromResult(new TenantView(State.IsSetUp, State.Name, State.Hue));

    public async Task<Result<Receipt>> SetUp(SetUpTenant command)
    {
        // The operation id belongs to the last step; the first would record its own receipt as the answer.
        var id = KeySegment.NewId(time);
        var chosen = await Execute(command with { OperationId = null }, s => Tenants.Tenant.ChooseAdmin(s, command, id));
        if (!chosen.IsOk)
            // A repeat of the command that set the academy up gets its first answer.
            return State.IsSetUp ? await Execute(command, s => Tenants.Tenant.Complete(s, command, time.GetUtcNow())) : chosen.Error;

        var registered = await RegisterAdmin(command, State.AdminId!);
        // An earlier try, under another address, got as far as its admin: that one stands.
        var lateComer = registered.Error?.Code == "users.already_registered";
        if (!registered.IsOk && !lateComer) return registered.Error!;

        var done = await Execute(lateComer ? command with { OperationId = null } : command, s => Tenants.Tenant.Complete(s, command, time.GetUtcNow()));
        return done.IsOk && lateComer ? TenantErrors.AlreadySetUp : done;
    }

    private async Task<Result<Receipt>> RegisterAdmin(SetUpTenant c, string adminId)
    {
        using (ActorContext.As(Actor.System(Tenant)))
            return await GrainFactory.User(new UserKey(Tenant, adminId)).Register(
                new RegisterUser(c.AdminName, c.AdminEmail, c.AdminPassword, [Roles.Admin, Roles.Instructor]) { OperationId = AdminOperation(c.AdminEmail) });
    }

    /// <summary>The operation is the address, so that the same form sent again after a crash goes on, and another does not take over.</summary>
    internal static string AdminOperation(string email) =>
        "setup-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToLowerInvariant())))[..32];
}
