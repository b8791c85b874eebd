using System.Text;

namespace LearningHub.WebFrontend.Common.Components;

/// <summary>FNV-1a, 32 bit, over the UTF-8 bytes of the trimmed, lower-case, NFC form: the seed of course art and of avatar hues.</summary>
internal static class NameHash
{
    public static uint Of(string name)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(name.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormC)))
            hash = unchecked((hash ^ b) * 16777619u);
        return hash;
    }
}
