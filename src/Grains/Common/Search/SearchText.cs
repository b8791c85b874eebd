using System.Globalization;
using System.Text;

namespace LearningHub.Grains.Common;

/// <summary>Text as search compares it, made the same way for what is stored and for what is asked, whatever the database's locale.</summary>
internal static class SearchText
{
    public const int MaxWords = 12;

    /// <summary>Lower case, without accents: "Crème Brûlée" and "creme brulee" are the same, "Straße" is "strasse".</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            // Only the Latin, Greek and Cyrillic accents: vowel signs of other scripts are letters to their readers.
            if (c is >= '\u0300' and <= '\u036f') continue;
            folded.Append(c switch { 'ß' => "ss", 'ø' => "o", 'ł' => "l", 'æ' => "ae", 'œ' => "oe", 'đ' or 'ð' => "d", 'þ' => "th", 'ı' => "i", '’' => "'", _ => c.ToString() });
        }
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The words of folded text in order: letters, digits and the marks that belong to them.</summary>
    public static IEnumerable<string> Words(string folded)
    {
        var word = new StringBuilder();
        foreach (var rune in folded.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || word.Length > 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                word.Append(rune.ToString());
                continue;
            }
            if (word.Length > 0) yield return word.ToString();
            word.Clear();
        }
        if (word.Length > 0) yield return word.ToString();
    }

    /// <summary>What was typed, as words to look for.</summary>
    public static string[] Terms(string typed) => [.. Words(Fold(typed)).Where(w => w.Length <= 60).Take(MaxWords)];
}
