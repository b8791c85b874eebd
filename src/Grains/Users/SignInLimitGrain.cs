using LearningHub.Grains.Interfaces.Users;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Users;

/// <summary>Key <c>system/{address}</c>. Nothing is stored. In memory: one number an account that this address tried in the running minute, at most as
/// many as it has tries. One call a sign-in.</summary>
[GrainType("sign-in-limit")]
internal sealed class SignInLimitGrain(IOptions<SignInLimitOptions> options, TimeProvider time) : Grain, ISignInLimitGrain
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly SignInLimitOptions _options = options.Value;
    private readonly Dictionary<string, int> _accounts = [];
    private int _tries, _registrations;
    private long _since;

    public Task<TimeSpan> Try(string account)
    {
        var left = Left();
        // An operator who raises the first means the others too.
        if (_tries >= Math.Max(_options.PerAddress, _options.PerMinute)) return Task.FromResult(left);
        _tries++;
        var tried = _accounts.GetValueOrDefault(account);
        if (tried >= _options.PerMinute) return Task.FromResult(left);
        _accounts[account] = tried + 1;
        return Task.FromResult(TimeSpan.Zero);
    }

    public Task<TimeSpan> TryRegister()
    {
        var left = Left();
        if (_registrations >= Math.Max(_options.Registrations, _options.PerMinute)) return Task.FromResult(left);
        _registrations++;
        return Task.FromResult(TimeSpan.Zero);
    }

    /// <summary>What is left of the running minute; a new one begins where the last is over.</summary>
    private TimeSpan Left()
    {
        var over = time.GetElapsedTime(_since);
        if (_since != 0 && over < Window) return Window - over;
        _since = time.GetTimestamp();
        (_tries, _registrations) = (0, 0);
        _accounts.Clear();
        return Window;
    }
}
