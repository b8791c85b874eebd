using System.Diagnostics;
using LearningHub.Silo.Hosting;

namespace LearningHub.Silo.Database;

/// <summary>As whom PostgreSQL runs. It refuses root, so root steps down: inside a user namespace, which still owns what root owns and so
/// can enter a folder of mode 0700; or, where namespaces are not allowed or the folder is another's, as the folder's owner.</summary>
internal sealed record PostgresUser(IReadOnlyList<string> Prefix, int? Owner)
{
    private static readonly PostgresUser Myself = new([], null);

    public static async Task<PostgresUser> Find(string dataFolder, PostgresBinaries binaries, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return Myself;

        var cluster = Path.Combine(dataFolder, "postgres");
        var owner = await OwnerOf(Directory.Exists(cluster) ? cluster : dataFolder, cancellation);
        var candidates = new List<PostgresUser>();
        if (owner == 0) candidates.Add(new(["unshare", "--user", "--map-user=1", "--map-group=1", "--"], null));
        var other = owner == 0 ? 1 : owner;
        // Never re-own a cluster that root's namespace made: it would be of two owners for ever.
        if (owner != 0 || !Directory.Exists(cluster))
            candidates.Add(new(["setpriv", $"--reuid={other}", $"--regid={other}", "--clear-groups", "--"], other));

        foreach (var candidate in candidates)
        {
            // The new user passes through root's folder, in which it may read its own files only.
            if (candidate.Owner is not null && owner == 0) File.SetUnixFileMode(dataFolder, File.GetUnixFileMode(dataFolder) | UnixFileMode.OtherExecute);
            // May this user run the program and enter the folder?
            if (await CommandLine.Succeeds([.. candidate.Prefix, binaries.Postgres, "--version"], cancellation)
                && await CommandLine.Succeeds([.. candidate.Prefix, "test", "-x", dataFolder], cancellation)) return candidate;
        }
        throw new StartRefusedException(StartRefusal.PostgresFailed,
            $"PostgreSQL does not run as root, and no other user can enter {dataFolder}: start the hub as an ordinary user, or name a server in HUB_DATABASE.");
    }

    /// <summary>Gives a new file or folder to the user that PostgreSQL runs as.</summary>
    public async Task Own(string path, CancellationToken cancellation)
    {
        if (Owner is { } owner) await CommandLine.Run(["chown", "-R", $"{owner}:{owner}", path], cancellation);
    }

    private static async Task<int> OwnerOf(string path, CancellationToken cancellation)
    {
        var format = OperatingSystem.IsMacOS() ? (string[])["stat", "-f", "%u", path] : ["stat", "-c", "%u", path];
        return int.TryParse((await CommandLine.Run(format, cancellation)).Output.Trim(), out var owner) ? owner : 0;
    }
}
