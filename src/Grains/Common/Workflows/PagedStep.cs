using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>A step that does the same for everybody of a list: in pages, a few at once. A run that was killed goes through the list again, so each of them must know what is done.</summary>
internal static class PagedStep
{
    private const int Page = 100, AtOnce = 8;

    /// <param name="page">So many at most of those after this one, in the list's order. Fewer: they are the last.</param>
    /// <param name="one">How many things were done for this one. An error ends the step, which is tried again.</param>
    /// <returns>How many things were done in all.</returns>
    public static async Task<StepResult> ForEach(Func<string?, int, Task<ImmutableArray<string>>> page, Func<string, Task<Result<int>>> one)
    {
        var (done, after) = (0, (string?)null);
        while (true)
        {
            var people = await page(after, Page);
            foreach (var few in people.Chunk(AtOnce))
            {
                var results = await Task.WhenAll(few.Select(one));
                if (results.FirstOrDefault(r => !r.IsOk) is { } refused) return refused.Error!;
                done += results.Sum(r => r.Value);
            }
            if (people.Length < Page) return done.ToString(CultureInfo.InvariantCulture);
            after = people[^1];
        }
    }
}
