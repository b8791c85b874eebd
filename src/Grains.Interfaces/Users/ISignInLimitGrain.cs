using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Users;

/// <summary>How often one address may try accounts, counted over all front ends. Key <c>system/{hash of the address}</c>. Fixed windows of a minute, in
/// memory: what is counted is lost with its silo, at most a minute of it. What protects one account against many addresses is its own lockout.</summary>
public interface ISignInLimitGrain : IGrainWithStringKey
{
    /// <summary>Counts a try for an account: signing in, or asking for a reset mail. Answers how long to wait; zero: go on.</summary>
    /// <param name="account">Names the account; at most 64 characters (a hash).</param>
    [Requires(Permission.System), Alias("Try")] Task<TimeSpan> Try(string account);

    /// <summary>Counts a registration. Answers how long to wait; zero: go on.</summary>
    [Requires(Permission.System), Alias("TryRegister")] Task<TimeSpan> TryRegister();
}
