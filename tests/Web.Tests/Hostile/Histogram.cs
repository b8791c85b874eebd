using System.Collections.Concurrent;
using System.Text;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>How often each door answered with each status; 0 is a connection that the server closed on a body that it did not want.</summary>
internal sealed class Histogram
{
    private readonly ConcurrentDictionary<(string Door, int Status), int> _counts = new();

    public void Count(string door, int status) => _counts.AddOrUpdate((door, status), 1, static (_, n) => n + 1);

    public int Total => _counts.Values.Sum();
    public int Of(Func<int, bool> status) => _counts.Where(c => status(c.Key.Status)).Sum(c => c.Value);
    public int Doors => _counts.Keys.Select(k => k.Door).Distinct().Count();

    public string Summary => string.Join("  ", _counts.GroupBy(c => c.Key.Status).OrderBy(g => g.Key).Select(g => $"{g.Key}: {g.Sum(c => c.Value)}"));

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var door in _counts.GroupBy(c => c.Key.Door).OrderBy(g => g.Key, StringComparer.Ordinal))
            text.AppendLine($"{door.Key,-80} {door.Sum(c => c.Value),6}   {string.Join("  ", door.OrderBy(c => c.Key.Status).Select(c => $"{c.Key.Status}: {c.Value}"))}");
        return text.AppendLine().AppendLine(Summary).ToString();
    }
}
