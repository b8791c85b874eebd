using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Courses;

/// <summary>What may stand in the texts of a course.</summary>
internal static class CourseText
{
    public const int MaxTitle = 120, MaxSubtitle = 160, MaxSubject = 60, MaxItemTitle = 140, MaxDescriptionBytes = 20 * 1024, MaxMarkdownBytes = 48 * 1024;

    /// <summary>One line, trimmed, without control characters.</summary>
    public static Error? Line(ref string text, string field, string what, int max, bool required = true)
    {
        text = (text ?? "").Trim();
        if (text.Length == 0) return required ? CourseErrors.Required(field, what) : null;
        if (text.Length > max) return CourseErrors.TooLong(field, what, max);
        return text.Any(char.IsControl) || !PlainText.IsWellFormed(text) ? CourseErrors.BadText(field, what) : null;
    }

    /// <summary>Many lines. Line ends become LF, so that the same text has the same bytes from every browser.</summary>
    public static Error? Markdown(ref string text, string field, string what, int maxBytes)
    {
        text = (text ?? "").ReplaceLineEndings("\n");
        if (!PlainText.IsWellFormed(text)) return CourseErrors.BadText(field, what);
        return Encoding.UTF8.GetByteCount(text) > maxBytes ? CourseErrors.TooLarge(field, what, maxBytes / 1024) : null;
    }

    /// <summary>At 200 words a minute, rounded up to whole seconds.</summary>
    public static long ReadingTimeMs(string markdown)
    {
        var words = 0;
        var inWord = false;
        foreach (var c in markdown)
        {
            var letter = char.IsLetterOrDigit(c);
            if (letter && !inWord) words++;
            inWord = letter || inWord && c is '\'' or '’';
        }
        return (words * 3 + 9) / 10 * 1000L;
    }
}
