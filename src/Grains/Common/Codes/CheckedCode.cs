using System.Security.Cryptography;

namespace LearningHub.Grains.Common;

/// <summary>Codes that people carry about: letters and digits that are not mistaken for each other (Crockford's base 32: no I, L, O, U), the last of them a
/// check digit. The digit is a weighted sum over the field of 32 elements with a different weight at each place (a Reed-Solomon code): every single
/// wrong character and every exchange of two characters is noticed, wherever they stand.</summary>
internal static class CheckedCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int MaxLength = 31;

    // x^5 + x^2 + 1 is primitive: x has the order 31, so that its powers are all different up to that length.
    private const int Modulus = 0b100101;

    /// <summary>A new code of this length, its check digit included: 5 bits of chance a character but the last.</summary>
    public static string New(int length)
    {
        Span<char> code = stackalloc char[length];
        for (var i = 0; i < length - 1; i++) code[i] = Alphabet[RandomNumberGenerator.GetInt32(Alphabet.Length)];
        code[^1] = CheckDigit(code[..^1]);
        return new string(code);
    }

    /// <summary>The code as it is kept, from what was typed: upper case, no spaces and hyphens, look-alikes read as what was meant. Null when it cannot be
    /// one: another length, other characters.</summary>
    public static string? Normalize(string typed, int length)
    {
        if (typed.Length > 4 * MaxLength) return null;
        var letters = new string([.. typed.Where(c => !IsSeparator(c)).Select(c => char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other })]);
        return letters.Length == length && letters.All(Alphabet.Contains) ? letters : null;
    }

    /// <summary>Whether the check digit of a normalised code is right.</summary>
    public static bool IsValid(string normalized) => normalized.Length is > 1 and <= MaxLength && CheckDigit(normalized.AsSpan(0, normalized.Length - 1)) == normalized[^1];

    /// <summary>In groups joined with hyphens, for reading aloud.</summary>
    public static string Shown(string normalized, int group) => string.Join('-', normalized.Chunk(group).Select(g => new string(g)));

    public static bool IsSeparator(char c) => char.IsWhiteSpace(c) || c is '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014';

    private static char CheckDigit(ReadOnlySpan<char> code)
    {
        var (sum, weight) = (0, 2);
        foreach (var c in code)
        {
            sum ^= Product(weight, Alphabet.IndexOf(c));
            weight = Product(weight, 2);
        }
        return Alphabet[sum];
    }

    private static int Product(int a, int b)
    {
        var product = 0;
        for (; b > 0; b >>= 1)
        {
            if ((b & 1) != 0) product ^= a;
            a <<= 1;
            if (a >= 32) a ^= Modulus;
        }
        return product;
    }
}
