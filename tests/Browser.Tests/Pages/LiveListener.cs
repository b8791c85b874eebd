using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>A player that knows nothing of us: reads the playlist of a class again and again, takes every segment as soon as it is named, and goes on over whatever happens to the hub.</summary>
internal sealed partial class LiveListener : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    /// <param name="Sequence">Of the first segment in the list.</param>
    /// <param name="Discontinuity">Of that segment (RFC 8216, section 4.3.3.3).</param>
    internal sealed record Told(long At, long Sequence, int Discontinuity, IReadOnlyList<string> Segments, bool BeginsAnew);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _playlist;
    private readonly Task _listening;
    private readonly Lock _gate = new();
    private readonly List<Told> _told = [];
    private readonly Dictionary<string, (long At, string Hash)> _taken = [];
    private readonly List<string> _missing = [];
    private int _lost, _refused;

    public LiveListener(Uri playlist, string token)
    {
        _playlist = playlist;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _listening = Task.Run(Listen);
    }

    public int Taken
    {
        get { lock (_gate) return _taken.Count; }
    }

    /// <summary>Holds what was told against the standard. Answers how long after the moment the first segment came that was not known before.</summary>
    /// <param name="killed">When the hub was killed, as a timestamp.</param>
    /// <param name="between">When the old process could not answer any more, and the new one not yet.</param>
    public (double Back, int Lost, int Refused) Check(long killed, long between)
    {
        lock (_gate)
        {
            _missing.ShouldBeEmpty("what a playlist names is there");
            _told.Zip(_told.Skip(1)).ShouldAllBe(p => p.First.Sequence <= p.Second.Sequence && p.First.Discontinuity <= p.Second.Discontinuity);
            var (before, after) = (_told.Last(t => t.At < between), _told.First(t => t.At > between));
            after.Sequence.ShouldBeGreaterThan(before.Sequence + before.Segments.Count, "no number is used again");
            after.Discontinuity.ShouldBeGreaterThan(before.Discontinuity);
            after.BeginsAnew.ShouldBeTrue("what comes after the kill is marked as another clock");
            _taken.Where(t => t.Value.At < between).Select(t => t.Key).Intersect(_told.Where(t => t.At > between).SelectMany(t => t.Segments)).ShouldBeEmpty("no name is used again");
            return (TimeProvider.System.GetElapsedTime(killed, _taken.Values.Where(t => t.At > between).Min(t => t.At)).TotalSeconds, _lost, _refused);
        }
    }

    private async Task Listen()
    {
        long? next = null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await _http.GetAsync(next is { } n ? new Uri(_playlist, $"{_playlist.Segments[^1]}?_HLS_msn={n}") : _playlist, _stop.Token);
                if (!answer.IsSuccessStatusCode) _refused++;
                else
                {
                    var told = Read(await answer.Content.ReadAsStringAsync(_stop.Token));
                    lock (_gate) _told.Add(told);
                    next = told.Sequence + told.Segments.Count;
                    foreach (var name in told.Segments) await Take(name);
                    continue;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !_stop.IsCancellationRequested) { _lost++; }
            catch (OperationCanceledException) { return; }
            try { await Task.Delay(Again, TimeProvider.System, _stop.Token); }
            catch (OperationCanceledException) { return; }
        }
    }

    private async Task Take(string name)
    {
        lock (_gate)
            if (_taken.ContainsKey(name)) return;
        using var answer = await _http.GetAsync(new Uri(_playlist, name), _stop.Token);
        var bytes = await answer.Content.ReadAsByteArrayAsync(_stop.Token);
        lock (_gate)
            if (answer.IsSuccessStatusCode) _taken[name] = (TimeProvider.System.GetTimestamp(), Convert.ToHexString(SHA256.HashData(bytes)));
            else if ((int)answer.StatusCode == 404) _missing.Add(name);
    }

    private static Told Read(string playlist)
    {
        var segments = Segment().Matches(playlist).Select(m => m.Groups[1].Value).ToArray();
        var (tag, first) = (playlist.IndexOf("#EXT-X-DISCONTINUITY\n", StringComparison.Ordinal), playlist.IndexOf(".m4s", StringComparison.Ordinal));
        var begins = tag >= 0 && tag < first;
        return new(TimeProvider.System.GetTimestamp(), Number(Sequence(), playlist), (int)Number(Discontinuity(), playlist) + (begins ? 1 : 0), segments, begins);
    }

    private static long Number(Regex tag, string playlist) => long.Parse(tag.Match(playlist).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"#EXTINF:[0-9.]+,\n(.+\.m4s)\n")]
    private static partial Regex Segment();

    [GeneratedRegex(@"#EXT-X-MEDIA-SEQUENCE:(\d+)")]
    private static partial Regex Sequence();

    [GeneratedRegex(@"#EXT-X-DISCONTINUITY-SEQUENCE:(\d+)")]
    private static partial Regex Discontinuity();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _http.Dispose();
        _stop.Dispose();
    }
}
