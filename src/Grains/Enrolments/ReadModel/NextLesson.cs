namespace LearningHub.Grains.Enrolments;

/// <summary>A lesson as the outline column of <c>rm_course</c> has it.</summary>
internal sealed record OutlineItem(string Id, string Title, long Ms);

/// <summary>Where a student goes on, and how much is left.</summary>
internal static class NextLesson
{
    /// <summary>The lesson last open unless it is done; then what follows it; then whatever is left. Null: all is done.</summary>
    public static OutlineItem? Of(IReadOnlyList<OutlineItem> outline, string? last, IReadOnlySet<string> done)
    {
        var from = 0;
        for (var i = 0; i < outline.Count; i++)
            if (outline[i].Id == last) from = i;
        return outline.Skip(from).Concat(outline.Take(from)).FirstOrDefault(l => !done.Contains(l.Id));
    }

    public static long RemainingMs(IEnumerable<OutlineItem> outline, IReadOnlySet<string> done, IReadOnlyDictionary<string, long> watched) =>
        outline.Where(l => !done.Contains(l.Id)).Sum(l => Math.Max(0, l.Ms - watched.GetValueOrDefault(l.Id)));
}
