using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.WebFrontend.Settings;

/// <summary>Settings in words; one that is no more keeps its name.</summary>
internal static class SettingWords
{
    public static string Title(string name) => SettingCatalogue.Find(name)?.Title ?? name;
    public static string Value(string name, string value) => SettingCatalogue.Find(name)?.Words(value) ?? value;
}
