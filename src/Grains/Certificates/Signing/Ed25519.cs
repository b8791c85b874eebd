using System.Reflection;
using System.Runtime.InteropServices;

namespace LearningHub.Grains.Certificates;

/// <summary>Ed25519 signatures (RFC 8032) by the OpenSSL that .NET itself uses on Linux: the framework offers no Ed25519 of its own yet.</summary>
internal static partial class Ed25519
{
    public const int SeedBytes = 32, PublicKeyBytes = 32, SignatureBytes = 64;

    /// <summary>NID_ED25519.</summary>
    private const int KeyType = 1087;
    private const string Library = "libcrypto";

    static Ed25519() => NativeLibrary.SetDllImportResolver(typeof(Ed25519).Assembly, Resolve);

    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        using var key = Private(seed);
        var result = new byte[PublicKeyBytes];
        nuint length = PublicKeyBytes;
        Must(EVP_PKEY_get_raw_public_key(key, result, ref length));
        return result;
    }

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = Private(seed);
        using var context = Context();
        Must(EVP_DigestSignInit(context, 0, 0, 0, key));
        var signature = new byte[SignatureBytes];
        nuint length = SignatureBytes;
        Must(EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length));
        return signature;
    }

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyBytes || signature.Length != SignatureBytes) return false;
        using var key = EVP_PKEY_new_raw_public_key(KeyType, 0, publicKey, PublicKeyBytes);
        if (key.IsInvalid) return false;
        using var context = Context();
        Must(EVP_DigestVerifyInit(context, 0, 0, 0, key));
        return EVP_DigestVerify(context, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1;
    }

    private static KeyHandle Private(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes) throw new ArgumentException($"A seed has {SeedBytes} bytes.", nameof(seed));
        var key = EVP_PKEY_new_raw_private_key(KeyType, 0, seed, SeedBytes);
        return key.IsInvalid ? throw new InvalidOperationException("OpenSSL made no key of the seed.") : key;
    }

    private static ContextHandle Context() => EVP_MD_CTX_new() is { IsInvalid: false } context ? context : throw new OutOfMemoryException("OpenSSL gave no context.");

    private static void Must(int result)
    {
        if (result != 1) throw new InvalidOperationException("OpenSSL refused an Ed25519 operation.");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        foreach (var candidate in (string[])["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64"])
            if (NativeLibrary.TryLoad(candidate, out var handle)) return handle;
        throw new DllNotFoundException("Certificates are signed by OpenSSL 1.1.1 or later (libcrypto), which is not on this machine.");
    }

    private sealed class KeyHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;
        protected override bool ReleaseHandle() { EVP_PKEY_free(handle); return true; }
    }

    private sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;
        protected override bool ReleaseHandle() { EVP_MD_CTX_free(handle); return true; }
    }

    [LibraryImport(Library)] private static partial KeyHandle EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);
    [LibraryImport(Library)] private static partial KeyHandle EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);
    [LibraryImport(Library)] private static partial int EVP_PKEY_get_raw_public_key(KeyHandle key, Span<byte> result, ref nuint length);
    [LibraryImport(Library)] private static partial void EVP_PKEY_free(nint key);
    [LibraryImport(Library)] private static partial ContextHandle EVP_MD_CTX_new();
    [LibraryImport(Library)] private static partial void EVP_MD_CTX_free(nint context);
    [LibraryImport(Library)] private static partial int EVP_DigestSignInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);
    [LibraryImport(Library)] private static partial int EVP_DigestSign(ContextHandle context, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> message, nuint messageLength);
    [LibraryImport(Library)] private static partial int EVP_DigestVerifyInit(ContextHandle context, nint keyContext, nint digest, nint engine, KeyHandle key);
    [LibraryImport(Library)] private static partial int EVP_DigestVerify(ContextHandle context, ReadOnlySpan<byte> signature, nuint signatureLength, ReadOnlySpan<byte> message, nuint messageLength);
}
