using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>Every acknowledged byte of an upload is there; every upload became one video with one published folder, whole; nothing half made is left.</summary>
internal sealed class UploadChecks(FaultClient client, Academy academy, IReadOnlyList<LedgerEntry> ledger, DatabaseRows rows, string media, Findings findings)
{
    public async Task Run(CancellationToken cancellation)
    {
        var chunks = ledger.Where(e => e.Kind == "chunk" && e.IsAcknowledged).ToLookup(e => e.Text("media"), e => e.Number("to"));
        var known = new HashSet<string>();
        foreach (var entry in ledger.Where(e => e.Kind == "upload" && e.IsAcknowledged))
        {
            var location = entry.Answers.First(a => a.Status == 201).Body;
            var id = location[(location.LastIndexOf('/') + 1)..];
            known.Add(id);
            findings.Looked("uploads acknowledged");
            var head = await client.Get(location, academy.InstructorToken, HttpMethod.Head, r => r.Headers.Add("Tus-Resumable", "1.0.0"), cancellation);
            findings.Looked("upload pieces acknowledged", chunks[id].Count());
            if (head.Offset is not { } offset || chunks[id].Any(to => to > offset)) findings.Add(Fault.Lost, $"upload {id}: {chunks[id].DefaultIfEmpty().Max()} bytes were acknowledged, {head.Status} {head.Offset} are there");
            else if (offset == entry.Number("length")) await Video(id, cancellation);
        }
        foreach (var row in await rows.Read("select split_part(key, '/', 2) from aggregate where type = 'media'", cancellation))
            if (!known.Contains(row[0])) findings.Add(Fault.Twice, $"media {row[0]} was never answered: an upload opened twice");
        foreach (var row in await rows.Read("select key, name, count(*) from event where name in ('media.uploaded', 'media.ready', 'transcode.queued', 'transcode.published') group by key, name having count(*) > 1", cancellation))
            findings.Add(Fault.Twice, $"{row[1]} of {row[0]} happened {row[2]} times");
    }

    private async Task Video(string id, CancellationToken cancellation)
    {
        findings.Looked("videos finished");
        var answer = await client.Get($"/api/v1/media/{id}", academy.InstructorToken, cancellation: cancellation);
        if (!answer.IsOk || answer.Json["media"]!["state"]!.GetValue<string>() != "ready")
        {
            findings.Add(Fault.Lost, $"video {id} is not ready: {answer.Text}");
            return;
        }
        var manifest = answer.Json["media"]!["manifest"]!;
        var folder = Path.Combine(media, "main", "renditions", id);
        var attempts = Directory.Exists(folder) ? Directory.GetDirectories(folder).Select(d => Path.GetFileName(d)!).ToArray() : [];
        var served = manifest["attempt"]!.GetValue<int>().ToString(System.Globalization.CultureInfo.InvariantCulture);
        findings.Looked("transcodes that took more than one attempt", served == "1" ? 0 : 1);
        if (!attempts.Contains(served)) findings.Add(Fault.Lost, $"video {id}: the folder of attempt {served} is not there");
        else Whole(id, Path.Combine(folder, served), manifest);
        foreach (var other in attempts.Where(a => a != served)) findings.Add(Fault.Twice, $"video {id}: attempt {other} is visible beside {served}");
        foreach (var left in Directory.Exists(Path.Combine(media, "main", "work")) ? Directory.GetFileSystemEntries(Path.Combine(media, "main", "work"), id + "-*") : [])
            findings.Add(Fault.Wrong, $"left behind: {left}");
    }

    /// <summary>Every playlist that the master names, and every file that those name, is there and not empty.</summary>
    private void Whole(string id, string folder, JsonNode manifest)
    {
        var seen = new HashSet<string>();
        var open = new Queue<string>([manifest["master"]!.GetValue<string>(), manifest["poster"]!.GetValue<string>()]);
        while (open.TryDequeue(out var name))
        {
            if (!seen.Add(name)) continue;
            findings.Looked("files of renditions");
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || new FileInfo(path).Length == 0) findings.Add(Fault.Lost, $"video {id}: {name} is missing");
            else if (name.EndsWith(".m3u8", StringComparison.Ordinal))
                foreach (var line in File.ReadLines(path))
                {
                    var uri = line.StartsWith('#') ? (line.IndexOf("URI=\"", StringComparison.Ordinal) is var at and >= 0 ? line[(at + 5)..].Split('"')[0] : "") : line.Trim();
                    if (uri.Length > 0) open.Enqueue(Path.Combine(Path.GetDirectoryName(name) ?? "", uri));
                }
        }
    }
}
