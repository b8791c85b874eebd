using System.Globalization;
using System.Text;

namespace LearningHub.Grains.Common;

/// <summary>One line of text that a person typed: a name, a headline, a reason.</summary>
internal static class PlainText
{
    /// <summary>Trimmed, NFC, white space collapsed to single spaces; null when it holds control characters, broken surrogates or is longer than allowed.</summary>
    public static string? Line(string? text, int maxLength)
    {
        if (text is null || text.Length > 4 * maxLength || !IsWellFormed(text)) return null;
        var line = string.Join(' ', text.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Any(char.IsControl) || new StringInfo(line).LengthInTextElements > maxLength || line.Length > 4 * maxLength ? null : line;
    }

    /// <summary>No lone surrogate, no NUL, no U+FFFE: the first two cannot be stored, and .NET's Unicode normalisation throws at the first and the last.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\0' or '\ufffe') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
