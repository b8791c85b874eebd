using System.Text.RegularExpressions;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Certificates;

/// <summary>The rules of the template.</summary>
internal static partial class CertificateTemplates
{
    public static readonly IReadOnlyList<string> Placeholders = ["name", "course", "date", "instructor", "academy"];

    public static Decision<CertificateTemplateState> Set(CertificateTemplateState s, SetCertificateTemplate c)
    {
        if (!Enum.IsDefined(c.Style)) return CertificateErrors.Template("style", "There is no such style.");
        if (PlainText.Line(c.Heading, 60) is not { Length: > 0 } heading) return CertificateErrors.Template("heading", "The heading has 1 to 60 characters.");
        if (PlainText.Line(c.Statement, 300) is not { Length: > 0 } statement) return CertificateErrors.Template("statement", "The statement has 1 to 300 characters.");
        if (PlainText.Line(c.Signatory, 80) is not { } signatory) return CertificateErrors.Template("signatory", "The name has up to 80 characters.");
        if (PlainText.Line(c.Role, 80) is not { } role) return CertificateErrors.Template("role", "The role has up to 80 characters.");
        foreach (var (field, text) in (IEnumerable<(string, string)>)[("heading", heading), ("statement", statement), ("signatory", signatory), ("role", role)])
            if (Words().Matches(text).Select(m => m.Groups[1].Value).FirstOrDefault(w => !Placeholders.Contains(w)) is { } unknown) return CertificateErrors.UnknownPlaceholder(field, unknown);
        if (!statement.Contains("{name}", StringComparison.Ordinal) || !statement.Contains("{course}", StringComparison.Ordinal))
            return CertificateErrors.Template("statement", "The statement must say who and what: {name} and {course}.");
        var next = new CertificateTemplateState { Style = c.Style, Heading = heading, Statement = statement, Signatory = signatory, Role = role };
        return next == s ? Decision<CertificateTemplateState>.NoChange(s) : Decision<CertificateTemplateState>.Of(next, new CertificateTemplateChanged());
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Words();
}

internal sealed record CertificateTemplateState : IAggregateState<CertificateTemplateState>
{
    public static string AggregateType => "certificate-template";
    public static CertificateTemplateState Empty { get; } = new();

    public CertificateStyle Style { get; init; }
    public string Heading { get; init; } = "Certificate of completion";
    public string Statement { get; init; } = "{name} has completed the course {course} at {academy}.";
    public string Signatory { get; init; } = "{instructor}";
    public string Role { get; init; } = "Instructor";
}
