using LearningHub.WebFrontend.Common.Telemetry;
using Serilog.Events;
using Serilog.Formatting.Json;
using Serilog.Parsing;

namespace LearningHub.Domain.Tests.Telemetry;

public sealed class MaskedFormatterTests
{
    [Theory]
    [InlineData("ada.lovelace+x@example.co.uk")]
    [InlineData("o'neil@münchen.example")]
    public void No_address_is_written_wherever_it_stands(string address)
    {
        using var written = new StringWriter();
        new MaskedFormatter(new JsonFormatter(renderMessage: true)).Format(new LogEvent(
            new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), LogEventLevel.Error, new InvalidOperationException($"No mail to {address}."),
            new MessageTemplateParser().Parse("Could not send to {Who}"), [new LogEventProperty("Who", new ScalarValue(address))]), written);
        written.ToString().ShouldNotContain(address);
        written.ToString().ShouldContain("[e-mail]");
    }
}
