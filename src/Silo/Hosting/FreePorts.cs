using System.Net;
using System.Net.Sockets;

namespace LearningHub.Silo.Hosting;

/// <summary>Ports of loopback that nobody listens on. Each is given once by a process: the system gives the same to two that ask one after the other, if the first has not listened yet.</summary>
internal static class FreePorts
{
    private const int MostTries = 100;
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    public static int Take()
    {
        lock (Gate)
        {
            for (var tries = 1; ; tries++)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port) || tries == MostTries) return port;
            }
        }
    }
}
