using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Audit;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Audit;

/// <summary>Entries in words.</summary>
internal static class AuditWords
{
    /// <summary>"user.roles_set" is "Roles set".</summary>
    public static string Act(string action)
    {
        var words = action[(action.IndexOf('.') + 1)..].Replace('_', ' ');
        return words.Length == 0 ? action : char.ToUpperInvariant(words[0]) + words[1..];
    }

    public static string Room(string action) => action.IndexOf('.') is var dot and > 0 ? action[..dot] : action;

    public static string Who(AuditEntryView e) => e.ActorId switch { "" => "A visitor", "system" => "The platform", _ => e.ActorName.Length > 0 ? e.ActorName : "Someone who is gone" };

    /// <summary>The admin who acted on behalf of the person, or null.</summary>
    public static string? By(AuditEntryView e) => e.ById is null ? null : e.ByName.Length > 0 ? e.ByName : "an admin who is gone";

    /// <summary>The key without its tenant.</summary>
    public static string Subject(AuditEntryView e) => e.SubjectKey[(e.SubjectKey.IndexOf('/') + 1)..];

    /// <summary>Where the thing itself is shown; null when no page is about it.</summary>
    public static string? Href(AuditEntryView e)
    {
        var id = Uri.EscapeDataString(e.SubjectKey[(e.SubjectKey.LastIndexOf('/') + 1)..]);
        return e.SubjectType switch
        {
            "order" => $"{SitePaths.Administration}/orders/{id}",
            "payment" => $"{SitePaths.Administration}/payments/{id}",
            "course" => $"/courses/{id}",
            _ => null,
        };
    }

    public static string Fault(AuditFault fault) => fault switch
    {
        AuditFault.Changed => "was changed after it was written, or one before it was written anew",
        AuditFault.Missing => "is missing",
        AuditFault.Added => "was never written by the platform",
        _ => "is not where the check was to go on from",
    };

    /// <summary>The values of an act side by side with those of the time before; a value that is the same is told once.</summary>
    public static ImmutableArray<AuditValue> Values(AuditEntryDetail detail)
    {
        var now = Data(detail.Entry);
        var before = detail.Before is { } earlier ? Data(earlier) : [];
        return [.. now.Keys.Union(before.Keys).Select(name => new AuditValue(name, before.GetValueOrDefault(name), now.GetValueOrDefault(name)))];
    }


    private static Dictionary<string, string> Data(AuditEntryView entry)
    {
        using var json = JsonDocument.Parse(entry.Content);
        return json.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
            ? data.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText()) : [];
    }
}

/// <param name="Before">Null: there was none.</param>
public sealed record AuditValue(string Name, string? Before, string? Now)
{
    public bool IsChanged => Before is not null && Before != Now;
}
