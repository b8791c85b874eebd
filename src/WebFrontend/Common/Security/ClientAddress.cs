using System.Net;
using System.Net.Sockets;

namespace LearningHub.WebFrontend.Common;

/// <summary>Whom limits count a visitor as. One IPv6 customer has a /64, not an address.</summary>
internal static class ClientAddress
{
    public static string Of(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
