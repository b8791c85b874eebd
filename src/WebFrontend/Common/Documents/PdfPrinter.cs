using System.Diagnostics;

namespace LearningHub.WebFrontend.Common;

/// <summary>Turns drawn sheets into PDF with <c>rsvg-convert</c> (librsvg, of which Pango sets text in any script). The program runs on its own, bounded in
/// time and number, reads from a pipe and fetches nothing. Where it is missing the pages still print from the browser.</summary>
public sealed partial class PdfPrinter(TimeProvider time, ILogger<PdfPrinter> log)
{
    private const string Program = "rsvg-convert";
    private const int MaxBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly Lazy<string?> Path = new(() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Where(d => d.Length > 0).Select(d => System.IO.Path.Combine(d, Program)).FirstOrDefault(File.Exists));

    /// <summary>Two at a time: a printed page must not take the machine from those who learn.</summary>
    private readonly SemaphoreSlim _presses = new(2);

    public static bool IsAvailable => Path.Value is not null;

    public static Error Missing { get; } = new("documents.no_printer", "This machine cannot make PDFs: rsvg-convert is missing (Debian: apt-get install librsvg2-bin). Print the page from your browser instead.", ErrorKind.Unavailable);
    public static Error Failed { get; } = new("documents.not_printed", "The PDF could not be made just now. Try again in a moment.", ErrorKind.Unavailable);

    public async Task<Result<byte[]>> Print(SvgSheet sheet, CancellationToken cancellation)
    {
        if (Path.Value is not { } program) return Missing;
        using var limit = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await _presses.WaitAsync(stop.Token);
            try { return await Run(program, sheet.ToSvg(), stop.Token); }
            finally { _presses.Release(); }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(log, "took too long");
            return Failed;
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            LogFailed(log, e.Message);
            return Failed;
        }
    }

    private async Task<Result<byte[]>> Run(string program, byte[] svg, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new(program, ["--format=pdf", "--dpi-x=72", "--dpi-y=72"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false },
        };
        process.Start();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var pdf = ReadAll(process.StandardOutput.BaseStream, cancellation);
            await process.StandardInput.BaseStream.WriteAsync(svg, cancellation);
            process.StandardInput.Close();
            var bytes = await pdf;
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode == 0 && bytes.AsSpan().StartsWith("%PDF-"u8)) return bytes;
            LogFailed(log, await errors);
            return Failed;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<byte[]> ReadAll(Stream stream, CancellationToken cancellation)
    {
        using var result = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            result.Write(buffer, 0, read);
            if (result.Length > MaxBytes) throw new IOException("the document is too large");
        }
        return result.ToArray();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A document was not printed: {Why}")]
    private static partial void LogFailed(ILogger logger, string why);
}
