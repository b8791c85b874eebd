using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Channels;
using LearningHub.WebFrontend.LiveClasses.Recordings;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>One run of ffmpeg: packets of Opus in, frames of AAC out, each as soon as it is made. A host that is killed closes its end of the pipe, and ffmpeg ends too.</summary>
internal sealed partial class AacEncoder
{
    /// <summary>Ten seconds of packets: then it has stopped taking them.</summary>
    private const int MostWaiting = 500, ErrorLines = 5;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(3);

    // Packets that cannot be decoded are silence of their length: what follows stays at its time.
    private static readonly string[] Arguments =
    [
        "-hide_banner", "-nostats", "-loglevel", "error", "-fflags", "+nobuffer", "-probesize", "32", "-analyzeduration", "0", "-f", "ogg", "-i", "pipe:0",
        "-map", "0:a:0", "-af", "aresample=async=1:first_pts=0", "-ac", "2", "-ar", "48000", "-c:a", "aac", "-profile:a", "aac_low", "-b:a", "128k", "-flush_packets", "1", "-f", "adts", "pipe:1",
    ];

    private readonly Channel<(byte[] Packet, int Ticks)> _in = Channel.CreateBounded<(byte[], int)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile bool _asked;

    private AacEncoder(Process process, TimeProvider time, ILogger log) => (_process, _time, _log) = (process, time, log);

    public static AacEncoder Start(string program, Action<byte[]> frame, Action over, TimeProvider time, ILogger log)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in Arguments) start.ArgumentList.Add(argument);
        var encoder = new AacEncoder(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."), time, log);
        _ = encoder.Run(frame, over);
        return encoder;
    }

    /// <summary>False: it does not take what it is given.</summary>
    public bool Offer(byte[] packet, int ticks) => _in.Writer.TryWrite((packet, ticks)) || _asked;

    /// <summary>No more comes: it gives what it has, and ends.</summary>
    public void Finish()
    {
        _asked = true;
        _in.Writer.TryComplete();
    }

    public void Kill()
    {
        Finish();
        try { _process.Kill(); }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception) { } // It has ended.
    }

    private async Task Run(Action<byte[]> frame, Action over)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var errors = Errors();
        var feeding = Feed();
        try
        {
            await AdtsReader.Read(_process.StandardOutput.BaseStream, frame);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Broken(_log, e.Message);
        }
        finally
        {
            Kill();
            await feeding;
            await _process.WaitForExitAsync();
            if (await errors is { Length: > 0 } said) Broken(_log, said);
            over();
            _process.Dispose();
        }
    }

    private async Task Feed()
    {
        var stream = _process.StandardInput.BaseStream;
        var ogg = new OggOpusWriter(AacRendition.Channels);
        try
        {
            await stream.WriteAsync(ogg.Head());
            await foreach (var (packet, ticks) in _in.Reader.ReadAllAsync())
            {
                await stream.WriteAsync(ogg.Packet(packet, ticks));
                if (!_in.Reader.TryPeek(out _)) await stream.FlushAsync();
            }
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(EndPatience, _time);
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // It is gone, or does not go: either way it is over.
            Kill();
        }
    }

    private async Task<string> Errors()
    {
        var lines = new List<string>();
        try
        {
            while (await _process.StandardError.ReadLineAsync() is { } line)
                if (lines.Count < ErrorLines) lines.Add(line.Length > 200 ? line[..200] : line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // What it said is not known.
        }
        return string.Join("; ", lines);
    }

    [LoggerMessage(LogLevel.Warning, "The encoder of a class's sound says: {What}")]
    private static partial void Broken(ILogger log, string what);
}
