namespace LearningHub.Grains.Catalogue;

/// <summary>Which words may have been meant: up to 4 letters none but the word itself, from 5 one slip of the finger, from 9 two. A slip is a letter
/// too much, too few, wrong, or two that changed places.</summary>
internal static class Spelling
{
    public const int ShortestCorrectable = 5;

    public static int Tolerance(int letters) => letters < ShortestCorrectable ? 0 : letters < 9 ? 1 : 2;

    /// <summary>The words nearest to what was typed, best first.</summary>
    /// <param name="asPrefix">The typing may have stopped in the middle of the word.</param>
    public static IReadOnlyList<string> Nearest(string typed, IEnumerable<string> vocabulary, bool asPrefix, int most = 5)
    {
        var tolerance = Tolerance(typed.Length);
        if (tolerance == 0) return [];
        return [.. vocabulary.Where(w => w != typed)
            .Select(w => (Word: w, Slips: asPrefix ? PrefixDistance(typed, w, tolerance) : Distance(typed, w)))
            .Where(x => x.Slips <= tolerance)
            .OrderBy(x => x.Slips).ThenBy(x => Math.Abs(x.Word.Length - typed.Length)).ThenBy(x => x.Word, StringComparer.Ordinal)
            .Take(most).Select(x => x.Word)];
    }

    private static int PrefixDistance(string typed, string word, int tolerance)
    {
        var best = Distance(typed, word);
        for (var length = Math.Max(1, typed.Length - tolerance); length <= typed.Length + tolerance && length < word.Length; length++)
            best = Math.Min(best, Distance(typed, word[..length]));
        return best;
    }

    /// <summary>Optimal string alignment: Damerau's four slips, no substring edited twice.</summary>
    public static int Distance(string a, string b)
    {
        var (two, one, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) one[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, one[j] + 1), one[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], two[j - 2] + 1);
            }
            (two, one, row) = (one, row, two);
        }
        return one[b.Length];
    }
}
