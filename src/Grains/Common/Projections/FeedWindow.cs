using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>The last settled rows of the event table, read once and shared by all projections of this process. Rows are immutable and none can
/// come before one that is settled, so what is here is what the table would answer. Who is further behind reads the table.</summary>
internal sealed class FeedWindow
{
    private const int MostRows = 4_000, MostCharacters = 8_000_000;
    private readonly Lock _lock = new();
    private readonly List<EventRow> _rows = [];
    private FeedPosition? _start;
    private FeedPosition _end;
    private long _characters;
    private bool _mayGoOn;

    /// <summary>Behind the last row that was read; null before the first look.</summary>
    public FeedPosition? End { get { lock (_lock) return _start is null ? null : _end; } }

    /// <summary>Empties it: what comes next follows this place.</summary>
    public void Begin(FeedPosition end)
    {
        lock (_lock)
        {
            _rows.Clear();
            (_start, _end, _characters) = (end, end, 0);
        }
    }

    /// <summary>After trouble of the database: it may have come back as another one, and the rows are read again.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _rows.Clear();
            (_start, _characters) = (null, 0);
        }
    }

    /// <param name="mayGoOn">More rows, also of the last transaction, may follow at once.</param>
    public void Append(IReadOnlyList<EventRow> rows, bool mayGoOn)
    {
        lock (_lock)
        {
            if (_start is null || rows.Count == 0) return;
            _rows.AddRange(rows);
            (_end, _mayGoOn) = (rows[^1].Place, mayGoOn);
            _characters += rows.Sum(r => (long)r.Payload.Length);
            if (_rows.Count <= MostRows && _characters <= MostCharacters) return;
            // By half, so that this is rare.
            var gone = 0;
            for (; gone < _rows.Count && (_rows.Count - gone > MostRows / 2 || _characters > MostCharacters / 2); gone++) _characters -= _rows[gone].Payload.Length;
            _start = _rows[gone - 1].Place;
            _rows.RemoveRange(0, gone);
        }
    }

    /// <summary>The rows after a place; null when that is before what is here, and the table must be asked.</summary>
    public List<EventRow>? After(FeedPosition place, int limit)
    {
        lock (_lock)
        {
            if (_start is not { } start || place < start) return null;
            var (low, high) = (0, _rows.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_rows[middle].Place > place) high = middle;
                else low = middle + 1;
            }
            return _rows.GetRange(low, Math.Min(limit, _rows.Count - low));
        }
    }

    /// <summary>The place of the last event of exactly this version; null when it is not here, or not all of its transaction may be.</summary>
    public FeedPosition? PlaceOf(Receipt receipt)
    {
        lock (_lock)
            for (var i = _rows.Count - 1; i >= 0; i--)
                if (_rows[i] is var row && row.Version == receipt.Version && row.Key == receipt.Key && row.AggregateType == receipt.AggregateType)
                    return row.Tx == _end.Tx && _mayGoOn ? null : row.Place;
        return null;
    }
}
