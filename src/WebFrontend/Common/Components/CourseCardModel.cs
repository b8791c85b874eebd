namespace LearningHub.WebFrontend.Common.Components;

/// <summary>What a course card shows, in words and already formatted. <see cref="Progress"/> is 0 to 100, for learners.</summary>
public sealed record CourseCardModel(string Href, string Title)
{
    public string? Subject { get; init; }
    public string? InstructorName { get; init; }
    public string? PriceText { get; init; }
    public string? Duration { get; init; }
    public string? RatingText { get; init; }
    public string? RatingCount { get; init; }
    public int? Progress { get; init; }

    /// <summary>Beside the bar: "19 h left", "46 of 74".</summary>
    public string? ProgressText { get; init; }

    /// <summary>The next lesson: "Quorums, leases and clocks".</summary>
    public string? Next { get; init; }
    public string? CoverUrl { get; init; }

    /// <summary>A state worth a tag on the plate line: "Draft", "Enrolled".</summary>
    public string? Tag { get; init; }
}
