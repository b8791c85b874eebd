using LearningHub.Bench.Common;
using Npgsql;

namespace LearningHub.Bench.Faults;

/// <summary>Holds what the ledger says was promised against what the hub says now.</summary>
internal sealed class Checks(FaultClient client, Academy academy, IReadOnlyList<LedgerEntry> ledger, NpgsqlDataSource database, string media, Findings findings, TimeSpan patience)
{
    /// <summary>What the clients noted beside their operations.</summary>
    public IReadOnlyList<LedgerNote> Notes { get; init; } = [];

    /// <summary>How often something died.</summary>
    public int Blows { get; init; }

    /// <summary>For how long, at most, the host lived and could write nothing down.</summary>
    public TimeSpan WithoutDatabase { get; init; }

    /// <summary>Answers rows and tables compared with a rebuild.</summary>
    public async Task<(int Rows, int Tables)> Run(Traffic traffic, CancellationToken cancellation)
    {
        var rows = new DatabaseRows(database);
        var quiet = new Quiet(rows, findings, patience);
        await quiet.Wait(cancellation);
        Answers(traffic);
        await new AccountChecks(client, academy, ledger, findings).Run(cancellation);
        await new ChatChecks(client, academy, ledger, rows, findings).Run(cancellation);
        await new UploadChecks(client, academy, ledger, rows, media, findings).Run(cancellation);
        await new SaleChecks(client, academy, ledger, rows, findings).Run(cancellation);
        await new BookChecks(academy, rows, findings).Run(cancellation);
        await new AttemptChecks(client, academy, ledger, rows, findings).Run(cancellation);
        if (academy.Campus is { } campus) await new LiveChecks(client, academy, campus, ledger, Notes, rows, findings).Run(WithoutDatabase, cancellation);
        await new OnceChecks(ledger, rows, findings).Run(cancellation);
        // Signing in for the checks made new events.
        await quiet.Wait(cancellation);
        await new AuditChecks(client, academy, rows, findings).Run(cancellation);
        if (academy.Campus is { } outside)
        {
            await new PointChecks(client, academy, ledger, rows, findings).Run(cancellation);
            // Last: what a dead worker had in hand is another's after a while.
            await new NotificationChecks(client, academy, outside, ledger, rows, findings, patience).Run(Blows, cancellation);
            await quiet.Wait(cancellation);
        }
        return await new RebuildChecks(client, academy, rows, quiet, findings).Run(cancellation);
    }

    /// <summary>What is allowed was not refused, whatever happened between its tries; everything was answered in the end; nothing was a 500.</summary>
    private void Answers(Traffic traffic)
    {
        foreach (var entry in ledger)
        {
            findings.Looked("operations in the ledger");
            findings.Looked("operations sent more than once", entry.Sends > 1 ? 1 : 0);
            foreach (var (status, body) in entry.Answers)
                if (status >= 400 && !body.StartsWith('{')) findings.Add(Fault.Wrong, $"{entry.Kind} {entry.Op}: {status} without problem details");
            if (entry.IsAcknowledged) continue;
            if (entry.Kind == "chunk" && entry.Answers.Any(a => a.Status == 409)) continue; // it had arrived, or stood elsewhere: the client asked where
            // Pressed before, and the answer was lost: the provider's page has no such button any more.
            if (entry is { Kind: "approve" or "decline", Sends: > 1 } && entry.Answers.Any(a => a.Body.Contains("\"test_payments.not_now\"", StringComparison.Ordinal))) continue;
            // The host was away until the time was over.
            if (entry.Kind == "answers" && entry.Text("quiz") == academy.Exams.RunsOut.Quiz && entry.Answers.Any(a => a.Status == 409)) continue;
            if (RoomRecount.IsRightlyRefused(entry)) continue;
            findings.Add(Fault.Wrong, $"{entry.Kind} {entry.Op} was answered {(entry.Answers.Count == 0 ? "never" : string.Join(", ", entry.Answers.Select(a => $"{a.Status} {a.Body}")))}");
        }
        foreach (var (status, count) in traffic.Statuses)
            if (status >= 500 && status is not (503 or 507)) findings.Add(Fault.Wrong, $"{count} answers with status {status}: what cannot be done now is a 503, or a 507 where a disk is full");
    }
}
