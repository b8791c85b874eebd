using System.Globalization;
using System.Text;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Questions;

/// <summary>An accepted text. <c>*</c> is any run of characters, also none; <c>\*</c> is an asterisk. White space at the ends never counts, and runs of
/// it count as one space. Matching takes time in proportion to the text: no pattern makes it wander.</summary>
internal sealed class TextPattern
{
    private readonly string[] _pieces;
    private readonly bool _caseSensitive, _accentSensitive;

    public TextPattern(string pattern, bool caseSensitive, bool accentSensitive)
    {
        (_caseSensitive, _accentSensitive) = (caseSensitive, accentSensitive);
        _pieces = [.. Pieces(Spaces(pattern)).Select(Fold)];
    }

    public bool Fits(string typed)
    {
        if (!PlainText.IsWellFormed(typed)) return false;
        var text = Fold(Spaces(typed)).AsSpan();
        if (_pieces is [var whole]) return text.SequenceEqual(whole);
        var (first, last) = (_pieces[0], _pieces[^1]);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first, StringComparison.Ordinal) || !text.EndsWith(last, StringComparison.Ordinal)) return false;
        text = text[first.Length..^last.Length];
        foreach (var piece in _pieces.AsSpan(1, _pieces.Length - 2))
        {
            var at = text.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0) return false;
            text = text[(at + piece.Length)..];
        }
        return true;
    }

    private static List<string> Pieces(string pattern)
    {
        var (pieces, piece) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length && pattern[i + 1] == '*') piece.Append(pattern[++i]);
            else if (pattern[i] == '*')
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
            else piece.Append(pattern[i]);
        }
        pieces.Add(piece.ToString());
        return pieces;
    }

    public static string Spaces(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string Fold(string text)
    {
        var folded = text.Replace('’', '\'').Normalize(NormalizationForm.FormC);
        if (!_caseSensitive) folded = folded.ToLowerInvariant();
        if (_accentSensitive) return folded;
        var bare = new StringBuilder(folded.Length);
        foreach (var c in folded.Normalize(NormalizationForm.FormD))
            if (c is < '\u0300' or > '\u036f') bare.Append(c);
        return bare.ToString().Normalize(NormalizationForm.FormC);
    }
}
