using System.Globalization;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Quizzes;

/// <summary>The text of the mail about a changed mark. The marks themselves are behind the sign-in: the review options decide what is told.</summary>
internal static class RegradeMail
{
    private const int MaxTitle = 100;

    public static QueueMail Write(UserView person, string quiz, string course, AttemptRegraded e)
    {
        var why = e.ByKey ? "An answer key of this quiz was corrected, and every attempt was marked again." : "Your instructor has looked at it again.";
        var which = e.Number.ToString(CultureInfo.InvariantCulture);
        return new(person.Email, person.Name, $"Your mark in “{Cut(quiz)}” has changed",
            $"Hello {person.Name},\n\nthe mark of your attempt {which} at “{quiz}” in the course “{course}” has changed. {why}\n\nSign in and open the quiz to see what changed.\n", "regraded");
    }

    private static string Cut(string title)
    {
        if (title.Length <= MaxTitle) return title;
        var end = char.IsHighSurrogate(title[MaxTitle - 1]) ? MaxTitle - 1 : MaxTitle;
        return title[..end] + "…";
    }
}
