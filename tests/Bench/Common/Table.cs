using System.Text;

namespace LearningHub.Bench.Common;

/// <summary>A table that reads well on a terminal and is Markdown.</summary>
internal sealed class Table(params string[] head)
{
    private readonly List<string[]> _rows = [];

    public Table Row(params object[] cells)
    {
        _rows.Add([.. cells.Select(c => FormattableString.Invariant($"{c}"))]);
        return this;
    }

    public override string ToString()
    {
        var widths = head.Select((h, i) => Math.Max(3, _rows.Select(r => r[i].Length).Append(h.Length).Max())).ToArray();
        var text = new StringBuilder();
        Line(head);
        text.Append('|');
        foreach (var width in widths) text.Append(' ').Append('-', width).Append(" |");
        text.Append('\n');
        foreach (var row in _rows) Line(row);
        return text.ToString();

        void Line(string[] cells)
        {
            text.Append('|');
            for (var i = 0; i < cells.Length; i++) text.Append(' ').Append(cells[i].PadRight(widths[i])).Append(" |");
            text.Append('\n');
        }
    }
}
