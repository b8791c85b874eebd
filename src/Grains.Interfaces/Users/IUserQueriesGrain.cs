using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Users;

/// <summary>Reads about many people. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IUserQueriesGrain : IGrainWithStringKey
{
    /// <summary>The id behind an e-mail, from the claims (always current), or null. Never shown to a caller as such.</summary>
    [Requires(Permission.System), Alias("FindByEmail")] Task<string?> FindByEmail(string email);

    /// <summary>Whether somebody has registered under this id: always current, one look at a key. For front ends that are shown a session of somebody
    /// they have not met, so that ids that were made up wake no grain.</summary>
    [Requires(Permission.Anyone), Alias("IsRegistered")] Task<bool> IsRegistered(string userId);

    /// <summary>Names by id; unknown ids are left out. At most 200 ids.</summary>
    [Requires(Permission.Anyone), Alias("People")] Task<ImmutableArray<PersonView>> People(ImmutableArray<string> userIds);

    [Requires(Permission.ManageUsers), Alias("List")] Task<Page<UserRow>> List(UserFilter filter);
}

/// <param name="Search">Prefix of name or e-mail; empty: all.</param>
/// <param name="Role">Empty: all.</param>
[GenerateSerializer, Immutable, Alias("hub.users.Filter")]
public sealed record UserFilter(string Search, string Role, bool SuspendedOnly, string? Cursor, int Limit);

[GenerateSerializer, Immutable, Alias("hub.users.Row")]
public sealed record UserRow(string UserId, string Name, string Email, bool EmailConfirmed, ImmutableArray<string> Roles, bool Suspended, DateTimeOffset RegisteredAt);
