using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.Grains.Notifications;

/// <summary>The address that a browser gives for its pushes comes from outside: the worker would call whatever it names. So only https under a host name or address that is public,
/// and each connection is made to an address that was looked at (<see cref="IsPublic"/>), never to what the name means a moment later.</summary>
internal static class PushEndpoint
{
    private const int MaxLength = 1_000, PointBytes = 65, AuthBytes = 16;

    public static bool IsWellFormed(AddPushDevice c, bool allowLocal) =>
        IsAllowed(c.Endpoint, allowLocal) && Base64Url(c.P256dh) is { Length: PointBytes } point && point[0] == 4 && IsPoint(point) && Base64Url(c.Auth) is { Length: AuthBytes };

    public static bool IsAllowed(string? endpoint, bool allowLocal)
    {
        if (endpoint is not { Length: > 0 and <= MaxLength } || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0) return false;
        if (allowLocal && uri.IsLoopback) return uri.Scheme is "http" or "https";
        if (uri.Scheme != "https" || !uri.IsDefaultPort) return false;
        return uri.HostNameType switch
        {
            UriHostNameType.Dns => uri.IdnHost.Contains('.') && !uri.IdnHost.EndsWith(".local", StringComparison.OrdinalIgnoreCase) && !uri.IdnHost.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
                && !uri.IsLoopback,
            UriHostNameType.IPv4 or UriHostNameType.IPv6 => IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && IsPublic(address),
            _ => false,
        };
    }

    /// <summary>Not of this machine, of a private network, of a link, shared, for documentation, multicast, or one of these inside an IPv6 address (IANA special-purpose registries).</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return IsPublic(address.MapToIPv4());
        var b = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return b switch
            {
                [0 or 10 or 127, ..] or [>= 224, ..] => false,
                [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [198, 18 or 19, ..] => false,
                [192, 0, 0 or 2, _] or [192, 88, 99, _] or [198, 51, 100, _] or [203, 0, 113, _] => false,
                _ => true,
            };
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return false;
        // Global unicast is 2000::/3; of it not Teredo, ORCHID, documentation and 6to4 (which carry or mean other addresses).
        return (b[0] & 0xE0) == 0x20 && b is not [0x20, 0x01, 0x00 or 0x01, ..] and not [0x20, 0x01, 0x0d, 0xb8, ..] and not [0x20, 0x02, ..] and not [0x3f, 0xff, ..];
    }

    public static byte[]? Base64Url(string? text)
    {
        if (text is not { Length: > 0 and <= 200 }) return null;
        var bytes = new byte[text.Length];
        return System.Buffers.Text.Base64Url.DecodeFromChars(text, bytes, out _, out var length) == System.Buffers.OperationStatus.Done ? bytes[..length] : null;
    }

    private static bool IsPoint(byte[] point)
    {
        try
        {
            // The import refuses what does not lie on the curve.
            using var key = ECDiffieHellman.Create(WebPushEncryption.Point(point));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
