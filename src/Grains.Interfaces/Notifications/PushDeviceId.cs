using System.Security.Cryptography;
using System.Text;

namespace LearningHub.Grains.Interfaces.Notifications;

/// <summary>What a browser that takes pushes is called: 32 hex digits that follow from its endpoint, so that it knows itself in a list.</summary>
public static class PushDeviceId
{
    public static string Of(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)).AsSpan(0, 16));
}
