using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>What the server sends: <c>push</c> with one object, <c>end</c> with the reason. Made once a push, whatever the number of viewers.</summary>
internal static class LiveFrames
{
    public static SerializedHubMessage? Push(LivePush push)
    {
        try
        {
            using var data = JsonDocument.Parse(push.Json);
            return Push(push.Topic, push.Kind, push.Seq, data.RootElement.Clone());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static SerializedHubMessage Push<T>(string topic, string kind, long seq, T data) where T : notnull =>
        new(new InvocationMessage("push", [new Frame<T>(topic, kind, seq, data)]));

    public static SerializedHubMessage End(string reason) => new(new InvocationMessage("end", [new EndFrame(reason)]));

    private sealed record Frame<T>(string Topic, string Kind, long Seq, T Data);

    private sealed record EndFrame(string Reason);
}
