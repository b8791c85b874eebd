using System.Numerics;

namespace LearningHub.Grains.Certificates;

/// <summary>Base58btc with the multibase prefix <c>z</c>, and Ed25519 keys as multikeys and did:key (W3C Controlled Identifiers 1.0).</summary>
internal static class Multibase
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int MaxText = 200;
    private static ReadOnlySpan<byte> Ed25519PublicKey => [0xed, 0x01];

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var digits = new Stack<char>();
        while (number > 0)
        {
            number = BigInteger.DivRem(number, 58, out var digit);
            digits.Push(Alphabet[(int)digit]);
        }
        var zeros = bytes.IndexOfAnyExcept((byte)0) is var first and >= 0 ? first : bytes.Length;
        return "z" + new string('1', zeros) + new string([.. digits]);
    }

    /// <summary>Null when it is not base58btc.</summary>
    public static byte[]? Decode(string text)
    {
        if (text.Length is < 2 or > MaxText || text[0] != 'z') return null;
        var number = BigInteger.Zero;
        foreach (var c in text.AsSpan(1))
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0) return null;
            number = number * 58 + digit;
        }
        var zeros = text.AsSpan(1).IndexOfAnyExcept('1') is var first and >= 0 ? first : text.Length - 1;
        return [.. new byte[zeros], .. number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true)];
    }

    public static string DidKey(ReadOnlySpan<byte> publicKey) => $"did:key:{Encode([.. Ed25519PublicKey, .. publicKey])}";
}
