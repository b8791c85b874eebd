using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>SignalR's JSON protocol, which means to pass over kinds of message it does not know. Its server, told that nothing was read, keeps such a
/// message at the head of what it has received and hears nothing more on that socket. Here it counts as a sign of life.</summary>
internal sealed class LiveProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    private readonly JsonHubProtocol _json = new(options);

    public string Name => _json.Name;
    public int Version => _json.Version;
    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var before = input.Length;
        if (_json.TryParseMessage(ref input, binder, out message)) return true;
        if (input.Length == before) return false;
        message = PingMessage.Instance;
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _json.WriteMessage(message, output);
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(message);
    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);
}
