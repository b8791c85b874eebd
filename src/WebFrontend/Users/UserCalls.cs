using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Users;

/// <summary>What admins do with people. Each answers with the person as they are now, when the lists show it too.</summary>
internal sealed class UserCalls(IGrainFactory grains)
{
    public Task<Page<UserRow>> List(HttpContext http, string? search, string? role, bool suspendedOnly, string? cursor, int limit) =>
        grains.Queries<IUserQueriesGrain>(http.Viewer().Tenant).List(new UserFilter(
            search is { Length: <= 200 } ? search : "", Roles.All.Contains(role) ? role! : "", suspendedOnly, cursor is { Length: <= 1000 } ? cursor : null, limit));

    public Task<Result<UserView>> Get(HttpContext http, string userId) => User(http, userId).Get();

    public Task<Result<UserView>> SetRoles(HttpContext http, string userId, ImmutableArray<string> roles) =>
        Change(http, userId, user => user.SetRoles(new SetRoles([.. roles.Select(r => r ?? "").Take(10)]) { OperationId = http.OperationId() }));

    public Task<Result<UserView>> Suspend(HttpContext http, string userId, string reason) =>
        Change(http, userId, user => user.Suspend(new SuspendUser(reason) { OperationId = http.OperationId() }));

    public Task<Result<UserView>> Restore(HttpContext http, string userId) =>
        Change(http, userId, user => user.Restore(new RestoreUser { OperationId = http.OperationId() }));

    public Task<Result<UserView>> Vouch(HttpContext http, string userId) => Change(http, userId, user => user.VouchForEmail(new VouchForEmail { OperationId = http.OperationId() }));

    /// <summary>Opens a session as this person.</summary>
    public Task<Result<OpenedSession>> Impersonate(HttpContext http, string userId, string reason) => User(http, userId).Impersonate(new ImpersonateUser(reason));

    /// <summary>Ends the session on behalf that makes this request.</summary>
    public Task<Result<Receipt>> EndImpersonation(HttpContext http) => User(http, http.Viewer().UserId).EndImpersonation(new EndImpersonation());

    /// <summary>Who acted on behalf of this person, newest first, with names.</summary>
    public async Task<ImmutableArray<(ImpersonationView Session, string Admin)>> Impersonations(HttpContext http, string userId)
    {
        var found = await User(http, userId).ListImpersonations(10);
        ImmutableArray<ImpersonationView> sessions = found.IsOk ? found.Value : [];
        var names = sessions.IsEmpty ? [] : await grains.Queries<IUserQueriesGrain>(http.Viewer().Tenant).People([.. sessions.Select(s => s.AdminId).Distinct()]);
        return [.. sessions.Select(s => (s, names.FirstOrDefault(n => n.UserId == s.AdminId)?.Name ?? "someone who is gone"))];
    }

    private async Task<Result<UserView>> Change(HttpContext http, string userId, Func<IUserGrain, Task<Result<Receipt>>> change)
    {
        var user = User(http, userId);
        var changed = await change(user);
        if (!changed.IsOk) return changed.Error;
        await grains.Passed(UserProjections.People, changed.Value);
        return await user.Get();
    }

    private IUserGrain User(HttpContext http, string userId) => grains.User(new UserKey(http.Viewer().Tenant, userId));
}
