using System.Text.RegularExpressions;
using Serilog.Events;
using Serilog.Formatting;

namespace LearningHub.WebFrontend.Common.Telemetry;

/// <summary>The last fence against personal data in logs: nothing that looks like an e-mail address is written, wherever in the event it stands
/// (messages of exceptions included). Log methods name ids only in the first place.</summary>
internal sealed partial class MaskedFormatter(ITextFormatter inner) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter();
        inner.Format(logEvent, line);
        var text = line.ToString();
        output.Write(text.Contains('@', StringComparison.Ordinal) ? Email.Replace(text, "[e-mail]") : text);
    }

    [GeneratedRegex(@"[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63})+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Email { get; }
}
