using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;

namespace LearningHub.Grains.Certificates;

/// <summary>The rule of a course: what it may say, and who fulfils it.</summary>
internal static class CertificateRules
{
    public const int MaxPercent = 100, Places = 2;

    public static Decision<CertificateRuleState> Set(CertificateRuleState s, SetCertificateRule c)
    {
        if (c.ProgressPercent is < 1 or > MaxPercent) return CertificateErrors.ProgressInvalid;
        if (c.PassingGrade is { } grade && (grade is <= 0 or > MaxPercent || decimal.Round(grade, Places) != grade)) return CertificateErrors.PassingGradeInvalid;
        var next = new CertificateRuleState { Enabled = c.Enabled, ProgressPercent = c.ProgressPercent, PassingGrade = c.PassingGrade };
        return next == s ? Decision<CertificateRuleState>.NoChange(s)
            : Decision<CertificateRuleState>.Of(next, new CertificateRuleChanged(next.Enabled, next.ProgressPercent, next.PassingGrade));
    }

    /// <param name="percent">Of the lessons the course has now, rounded down: as the threshold is whole, nobody is let in or kept out by that.</param>
    /// <param name="completed">The course was complete once: lessons that came later take nothing away.</param>
    public static bool HasProgress(CertificateRule rule, int percent, bool completed) => completed || percent >= rule.ProgressPercent;

    /// <param name="total">The gradebook's, two decimals, as people see it: who sees 80.00 % has passed 80 %. Null: no grade counts yet.</param>
    public static bool HasGrade(CertificateRule rule, decimal? total) => rule.PassingGrade is not { } passing || total >= passing;

    /// <summary>As it stands in the credential. Empty for the rule of old, whose words the credential knows.</summary>
    public static string Words(CertificateRule rule)
    {
        if (rule is { ProgressPercent: MaxPercent, PassingGrade: null }) return "";
        var lessons = rule.ProgressPercent == MaxPercent ? "Every lesson of the course was completed and every quiz in it passed"
            : FormattableString.Invariant($"At least {rule.ProgressPercent} % of the lessons of the course were completed");
        return rule.PassingGrade is { } grade ? $"{lessons}, with a grade of at least {grade.ToString("0.##", CultureInfo.InvariantCulture)} %." : $"{lessons}.";
    }
}
