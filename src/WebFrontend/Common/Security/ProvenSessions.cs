using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace LearningHub.WebFrontend.Common;

/// <summary>Sessions that were good when this front end saw them last: whoever shows one is counted as the person, not with the strangers of the same
/// address. Says nothing of whether they still are: that is asked at each request.</summary>
internal sealed class ProvenSessions
{
    private const int Most = 100_000;
    private readonly ConcurrentDictionary<UInt128, byte> _proven = new();

    public bool Has(SessionToken token) => _proven.ContainsKey(Hash(token));

    public void Add(SessionToken token)
    {
        if (_proven.Count >= Most) _proven.Clear();
        _proven[Hash(token)] = 0;
    }

    public void Remove(SessionToken token) => _proven.TryRemove(Hash(token), out _);

    /// <summary>Secrets are not kept.</summary>
    private static UInt128 Hash(SessionToken token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token.ToString()), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
