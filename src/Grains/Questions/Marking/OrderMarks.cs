using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>Marks of an order.</summary>
internal static class OrderMarks
{
    public static Marks Mark(QuestionContent q, Response r)
    {
        var place = q.Items.Select((item, i) => (item.Id, i)).ToDictionary(x => x.Id, x => x.i);
        var said = r.Order.OrNone().Where(id => id is not null && place.ContainsKey(id)).Distinct().Select(id => place[id]).ToArray();
        if (said.Length == 0) return Marks.None;
        var n = q.Items.Length;
        var right = q.OrderMarking switch
        {
            OrderMarking.Position => [.. said.Where((item, i) => item == i)],
            OrderMarking.Successor => [.. said.Where((item, i) => i + 1 < said.Length && said[i + 1] == item + 1)],
            OrderMarking.LongestSubset => Longest(said),
            _ => said.Length == n && said.Select((item, i) => item == i).All(x => x) ? said.ToHashSet() : (HashSet<int>)[],
        };
        var most = q.OrderMarking == OrderMarking.Successor ? n - 1 : n;
        return new(true, new(right.Count, most), [.. q.Items.Select((item, i) => new PartMark(item.Id, right.Contains(i) ? Rational.One : Rational.Zero, ""))]);
    }

    /// <summary>The longest run in the right order, gaps allowed; the first of them when several are as long. One item alone is in no order.</summary>
    private static HashSet<int> Longest(int[] said)
    {
        var (length, before) = (new int[said.Length], new int[said.Length]);
        var best = 0;
        for (var i = 0; i < said.Length; i++)
        {
            (length[i], before[i]) = (1, -1);
            for (var j = 0; j < i; j++)
                if (said[j] < said[i] && length[j] + 1 > length[i]) (length[i], before[i]) = (length[j] + 1, j);
            if (length[i] > length[best]) best = i;
        }
        var run = new HashSet<int>();
        if (length[best] < 2) return run;
        for (var i = best; i >= 0; i = before[i]) run.Add(said[i]);
        return run;
    }
}
