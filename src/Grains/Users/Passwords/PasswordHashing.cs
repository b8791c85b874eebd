using System.Text;
using LearningHub.Grains.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Users;

/// <summary>PBKDF2-HMAC-SHA512 in Identity's format 3 (salt and cost inside the hash). Some 100 ms of processor time each: runs on the thread
/// pool, off the grain's turn scheduler, and never on more threads at once than the machine can spare, so that a burst of sign-ins
/// queues up here and other grains go on.</summary>
internal sealed class PasswordHashing : IDisposable
{
    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> _hasher;
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount - 1));
    private readonly Task<string> _dummy;

    public PasswordHashing(IOptions<PasswordHashingOptions> options)
    {
        _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.Iterations }));
        // Before anybody asks: the first stranger must not wait twice as long.
        _dummy = Task.Run(() => _hasher.HashPassword(Nobody, "not a password of anybody"));
    }

    public Task<string> Hash(string password) => Run(() => _hasher.HashPassword(Nobody, Normalised(password)));

    public Task<PasswordVerdict> Verify(string hash, string password) => Run(() => _hasher.VerifyHashedPassword(Nobody, hash, Normalised(password)) switch
    {
        PasswordVerificationResult.Success => PasswordVerdict.Right,
        PasswordVerificationResult.SuccessRehashNeeded => PasswordVerdict.RightButOld,
        _ => PasswordVerdict.Wrong,
    });

    /// <summary>As much work as <see cref="Verify"/>, for people who do not exist: time must not tell who does.</summary>
    public async Task VerifyNobody(string password) => await Verify(await _dummy, password);

    /// <summary>NFKC, so that the same keys on another keyboard are the same password. What cannot be normalised is wrong anyway.</summary>
    private static string Normalised(string password) =>
        password.Length <= PasswordPolicy.MaxLength && PlainText.IsWellFormed(password) ? password.Normalize(NormalizationForm.FormKC) : "";

    private async Task<T> Run<T>(Func<T> work)
    {
        await _slots.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();
}

internal enum PasswordVerdict { Wrong, Right, RightButOld }

/// <summary>Section <c>Hub:Passwords</c>.</summary>
internal sealed class PasswordHashingOptions
{
    /// <summary>OWASP's floor for PBKDF2-HMAC-SHA512. Higher makes old hashes renew at the next sign-in.</summary>
    public int Iterations { get; set; } = 210_000;
}
