using System.Text;

namespace LearningHub.WebFrontend.Common.Components;

/// <summary>FNV-1a, 32 bit, over the UTF-8 bytes of the trimmed, lower-case, NFC form: the seed of course art and of avatar hues.</summary>
internal static class NameHash
{
    public static uint Of(string name)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(Normalisable(name.Trim().ToLowerInvariant()).Normalize(NormalizationForm.FormC)))
            hash = unchecked((hash ^ b) * 16777619u);
        return hash;
    }

    /// <summary>A page must not break for a name: normalisation throws at lone surrogates and at U+FFFE.</summary>
    private static string Normalisable(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)).Replace('\ufffe', '\ufffd');
}
