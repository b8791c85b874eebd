using System.Globalization;
using System.Text;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Users;

/// <summary>The one spelling of an e-mail address: trimmed, NFC, lower case, the domain in ASCII (punycode). Two inputs that normalise
/// alike are one address. The check is a sensible part of RFC 5321: no quoted local parts, no address literals, a domain with a dot.</summary>
internal static class EmailAddress
{
    public const int MaxLength = 254;
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The normalised address, or null when the text is none.</summary>
    public static string? Normalise(string? text)
    {
        if (text is null || text.Length > 4 * MaxLength || !PlainText.IsWellFormed(text)) return null;
        var folded = text.Trim().Normalize(NormalizationForm.FormC).ToLowerInvariant().Normalize(NormalizationForm.FormC);
        var at = folded.LastIndexOf('@');
        if (at < 1) return null;
        var local = folded[..at];
        if (!IsLocalPart(local) || Domain(folded[(at + 1)..]) is not { } domain) return null;
        var address = $"{local}@{domain}";
        return Encoding.UTF8.GetByteCount(address) <= MaxLength ? address : null;
    }

    public static string LocalPart(string address) => address[..address.LastIndexOf('@')];

    private static bool IsLocalPart(string local) =>
        Encoding.UTF8.GetByteCount(local) <= 64 && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal) &&
        local.EnumerateRunes().All(r => Rune.IsLetterOrDigit(r) || "!#$%&'*+/=?^_`{|}~-.".Contains((char)r.Value) && r.IsAscii
            || Rune.GetUnicodeCategory(r) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private static string? Domain(string domain)
    {
        try
        {
            var ascii = Idn.GetAscii(domain).ToLowerInvariant();
            var labels = ascii.Split('.');
            return labels.Length >= 2 && ascii.Length <= 253 && labels.All(l => l.Length is >= 1 and <= 63) && !labels[^1].All(char.IsAsciiDigit) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
