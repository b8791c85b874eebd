using System.Globalization;
using LearningHub.Grains.Interfaces.Certificates;

namespace LearningHub.WebFrontend.Certificates;

/// <summary>The rule as it is typed: what is wrong is shown again as it was, beside what is wrong with it.</summary>
public sealed record RuleForm(bool Enabled, string Progress, string Grade)
{
    private const int MaxText = 20;

    public static RuleForm Of(CertificateRule rule) => new(rule.Enabled, rule.ProgressPercent.ToString(CultureInfo.InvariantCulture), rule.PassingGrade?.ToString("0.##", CultureInfo.InvariantCulture) ?? "");

    internal static RuleForm Read(IFormCollection form) => new(form.Text("enabled") == "on", Typed(form.Text("progressPercent")), Typed(form.Text("passingGrade")));

    /// <summary>What is no number is out of bounds, and refused at its field.</summary>
    public SetCertificateRule Command() => new(Enabled, int.TryParse(Progress, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : -1, Grade.Length == 0 ? null
        : decimal.TryParse(Grade.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var grade) ? grade : -1);

    private static string Typed(string text) => text.Trim().TrimEnd('%').TrimEnd() is var typed && typed.Length > MaxText ? typed[..MaxText] : typed;
}
