using System.Globalization;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>The settings as typed.</summary>
public sealed record SettingsForm(
    string Instructions, string TimeLimit, string OpensAt, string ClosesAt, string Attempts, string Counting, string Pass, string Feedback, string MaxTries, string Penalty, bool Negative, bool Shuffle,
    ReviewShows AtOnce, ReviewShows WhileOpen, ReviewShows AfterClose)
{
    public static readonly IReadOnlyList<(ReviewShows Shows, string Text)> Parts =
        [(ReviewShows.Answers, "Their answers"), (ReviewShows.Correctness, "Right or wrong"), (ReviewShows.Marks, "Marks"), (ReviewShows.Feedback, "Feedback"), (ReviewShows.RightAnswers, "Right answers")];

    public static SettingsForm Of(QuizSettings s, ZoneTime zone) => new(
        s.Instructions, s.TimeLimitSeconds is { } limit ? (limit / 60m).ToString("0.##", CultureInfo.InvariantCulture) : "", zone.Field(s.OpensAt), zone.Field(s.ClosesAt), Text(s.AttemptsAllowed), s.Counting.ToString(),
        Text(s.PassPercent), s.Feedback.ToString(), Text(s.MaxTries), Text(s.PenaltyPercent), s.NegativeMarks, s.Shuffle, s.Review.AtOnce, s.Review.WhileOpen, s.Review.AfterClose);

    public static SettingsForm Of(IFormCollection f) => new(
        f.Text("instructions"), f.Text("timeLimit"), f.Text("opensAt"), f.Text("closesAt"), f.Text("attemptsAllowed"), f.Text("counting"), f.Text("passPercent"), f.Text("feedback"), f.Text("maxTries"),
        f.Text("penaltyPercent"), f.Text("negative") == "1", f.Text("shuffle") == "1", Shows(f, "atOnce"), Shows(f, "whileOpen"), Shows(f, "afterClose"));

    /// <summary>The settings, or what cannot be read.</summary>
    public Result<QuizSettings> Read(ZoneTime zone)
    {
        int? limit = null;
        if (TimeLimit.Trim().Length > 0)
        {
            if (!Number(TimeLimit, out var minutes) || minutes is <= 0 or > 10_080) return Bad("timeLimit", "A time limit is a number of minutes, at most 10,080 (seven days), or nothing.");
            limit = (int)Math.Round(minutes * 60, MidpointRounding.AwayFromZero);
        }
        if (!zone.TryParse(OpensAt, out var opens)) return Bad("opensAt", "Write a day and a time.");
        if (!zone.TryParse(ClosesAt, out var closes)) return Bad("closesAt", "Write a day and a time.");
        if (!Whole(Attempts, out var attempts)) return Bad("attemptsAllowed", "Write a number; 0 is as many as wanted.");
        if (!Number(Pass, out var pass)) return Bad("passPercent", "The passing mark is a number of percent.");
        if (!Whole(MaxTries, out var tries)) return Bad("maxTries", "Write a number of tries.");
        if (!Number(Penalty, out var penalty)) return Bad("penaltyPercent", "The penalty is a number of percent.");
        if (!Enum.TryParse<AttemptCounting>(Counting, out var counting) || !Enum.TryParse<QuizFeedback>(Feedback, out var feedback)) return Bad("counting", "Choose one of the list.");
        return new QuizSettings(Instructions, limit, opens, closes, attempts, counting, pass, feedback, tries, penalty, Negative, Shuffle, new QuizReview(AtOnce, WhileOpen, AfterClose));
    }

    internal static bool Number(string text, out decimal value) => decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    internal static bool Whole(string text, out int value)
    {
        value = 0;
        return text.Trim().Length == 0 || int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static Error Bad(string field, string message) => Error.Invalid("quizzes.form_invalid", message, field);
    private static string Text(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
    private static ReviewShows Shows(IFormCollection f, string name) => f[name].Aggregate(ReviewShows.Nothing, (all, one) => Enum.TryParse<ReviewShows>(one, out var shows) && Enum.IsDefined(shows) ? all | shows : all);
}
