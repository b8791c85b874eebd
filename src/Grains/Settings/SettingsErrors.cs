using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Settings;

internal static class SettingsErrors
{
    public static readonly Error ChangedMeanwhile = Error.Conflict("settings.changed_meanwhile", "Somebody has changed the settings since you opened them. Look at what they are now, then change them again.");
    public static readonly Error NoVersion = Error.NotFound("settings.no_version", "There is no such version.");

    public static Error Unknown(string name) => Error.Invalid("settings.unknown", "There is no such setting.", name.Length is > 0 and <= 64 ? name : null);
    public static Error Invalid(Setting setting) => Error.Invalid("settings.invalid", setting.Refuse("") ?? "This does not fit.", setting.Name);
}
