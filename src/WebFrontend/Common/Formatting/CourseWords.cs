using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.WebFrontend.Common;

/// <summary>The words of levels, kinds and subjects, in one place.</summary>
public static class CourseWords
{
    /// <summary>The symbol of a kind of lesson in outlines.</summary>
    public static string LessonIcon(LessonKind kind) => kind switch { LessonKind.Video => "video", LessonKind.Quiz => "help-circle", _ => "file-text" };

    public static readonly IReadOnlyList<string> Subjects =
        ["Software", "Mathematics", "Science", "Languages", "Design", "Business", "Food and craft", "Music", "Health", "History", "Other"];

    public static readonly IReadOnlyList<(string Value, string Text)> Languages =
        [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"), ("pt", "Português"), ("it", "Italiano"), ("pl", "Polski"), ("ar", "العربية"), ("ja", "日本語"), ("zh", "中文")];

    public static readonly IReadOnlyList<(string Value, string Text)> Levels = [.. Enum.GetValues<CourseLevel>().Select(l => (l.ToString(), Level(l)))];

    public static string Level(CourseLevel level) => level switch
    {
        CourseLevel.StartingOut => "Starting out",
        CourseLevel.SomeExperience => "Some experience",
        _ => "Advanced",
    };

    public static string Language(string code) => Languages.FirstOrDefault(l => l.Value == code) is { Text: { } text } ? text : code;

    public static string Count(long n, string one, string many) => $"{n:N0}\u00a0{(n == 1 ? one : many)}";
}
