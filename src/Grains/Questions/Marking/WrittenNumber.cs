using System.Globalization;
using System.Numerics;
using System.Text;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Questions;

/// <summary>Numbers as people write them, exactly. Decimal point or comma, digits of any script, grouping by spaces, apostrophes, commas or points,
/// <c>1.5e3</c> and <c>1.5x10^3</c>.</summary>
internal static class WrittenNumber
{
    public const int MaxDigits = 50, MaxExponent = 400;

    /// <summary>What a key may hold: one reading, with a decimal point.</summary>
    public static bool TryExact(string text, out Rational value)
    {
        value = default;
        if (text.Contains(',', StringComparison.Ordinal) || Readings(text) is not [var only, ..]) return false;
        value = only;
        return true;
    }

    /// <summary>Every number the text may mean: none, one, or two for a comma before three digits, which is a decimal comma to some and
    /// groups thousands to others.</summary>
    public static IReadOnlyList<Rational> Readings(string text)
    {
        if (text.Length > 200 || Plain(text) is not { } plain) return [];
        var sign = plain.StartsWith('-') ? -1 : 1;
        var unsigned = plain.TrimStart('+', '-');
        if (plain.Length - unsigned.Length > 1) return [];
        var exponent = 0;
        if (unsigned.IndexOf('e', StringComparison.Ordinal) is >= 0 and var at)
        {
            if (!int.TryParse(unsigned.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxExponent) return [];
            unsigned = unsigned[..at];
        }
        return [.. Decimals(unsigned).Select(d => Value(d, exponent) * sign).Distinct()];
    }

    /// <summary>ASCII digits, one kind of minus, <c>e</c> for the power of ten; null when there is anything else.</summary>
    private static string? Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (char.IsDigit(c)) plain.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)));
            else if (c is '\u2212' or '\u2013') plain.Append('-');
            else if (c is 'e' or 'E' or '+' or '-' or '.' or ',' or '^') plain.Append(char.ToLowerInvariant(c));
            else if (c is '\u066B') plain.Append('.');
            else if (c is '×' or 'x' or 'X' or '*' or '·') plain.Append('x');
            else if (!char.IsWhiteSpace(c) && c is not ('\'' or '’' or '\u066C')) return null;
        }
        var written = plain.Replace("x10^", "e").ToString();
        return written.Contains('x', StringComparison.Ordinal) || written.Contains('^', StringComparison.Ordinal) ? null : written;
    }

    /// <summary>The digits with a point or none, once or twice.</summary>
    private static IEnumerable<string> Decimals(string s)
    {
        var (commas, points) = (s.Count(c => c == ','), s.Count(c => c == '.'));
        if (s.Count(char.IsAsciiDigit) is 0 or > MaxDigits || s.Any(c => !char.IsAsciiDigit(c) && c is not (',' or '.'))) yield break;
        if (commas == 0 && points <= 1) yield return s;
        else if (commas > 0 && points > 0)
        {
            var mark = s.LastIndexOf('.') > s.LastIndexOf(',') ? '.' : ',';
            var at = s.LastIndexOf(mark);
            var group = mark == '.' ? ',' : '.';
            if (s.Count(c => c == mark) == 1 && IsGrouped(s[..at], group)) yield return s[..at].Replace(group.ToString(), "") + "." + s[(at + 1)..];
        }
        else
        {
            if (commas == 1) yield return s.Replace(',', '.');
            if (IsGrouped(s, commas > 0 ? ',' : '.')) yield return s.Replace(",", "").Replace(".", "");
        }
    }

    private static bool IsGrouped(string s, char group) =>
        s.Split(group) is [{ Length: >= 1 and <= 3 }, _, ..] parts && parts.Skip(1).All(p => p.Length == 3) && parts[0] != "0";

    private static Rational Value(string digits, int exponent)
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        var mantissa = BigInteger.Parse("0" + digits.Replace(".", ""), CultureInfo.InvariantCulture);
        var power = exponent - scale;
        return power >= 0 ? new(mantissa * BigInteger.Pow(10, power), 1) : new(mantissa, BigInteger.Pow(10, -power));
    }
}
