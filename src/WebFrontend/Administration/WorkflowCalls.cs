using LearningHub.Grains.Interfaces.Administration;

namespace LearningHub.WebFrontend.Administration;

/// <summary>Which runs a page or a caller asks for.</summary>
internal static class WorkflowCalls
{
    private const int Year = 366 * 24 * 3600;

    /// <param name="from">Seconds since they began, at least.</param>
    /// <param name="to">At most; null: no end.</param>
    public static WorkflowFilter Filter(string? kind, string? show, int? from, int? to) => new(
        KeySegment.IsValid(kind) ? kind! : "",
        show switch { "unfinished" => WorkflowChoice.Unfinished, "stuck" => WorkflowChoice.Stuck, _ => WorkflowChoice.All },
        TimeSpan.FromSeconds(Math.Clamp(from ?? 0, 0, Year)), to is { } end ? TimeSpan.FromSeconds(Math.Clamp(end, 1, Year)) : null);
}
