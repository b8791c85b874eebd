using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Runtime;

namespace LearningHub.Grains.Interfaces.LiveClasses;

/// <summary>Chunks of a broadcast on their way between front ends, on the class's media stream: only while another front end wants them. May be lost; a gap in the numbers is
/// seen, and bridged at the next key frame.</summary>
/// <param name="Session">0: no chunks yet; a publisher has come to this front end, and who wants its chunks says so.</param>
/// <param name="Head">The decoder configurations and the publisher's state, as frames.</param>
/// <param name="First">The number of the first chunk within the session; the others follow without gap.</param>
[GenerateSerializer, Immutable, Alias("hub.live.MediaBatch")]
public sealed record LiveMediaBatch(string FrontEnd, long Session, ImmutableArray<byte[]> Head, long First, ImmutableArray<byte[]> Chunks, bool Ended);

/// <summary>A front end has a viewer of the class: said at the first one and every 5 s, believed for 15 s.</summary>
[GenerateSerializer, Immutable, Alias("hub.live.MediaWanted")]
public sealed record LiveMediaWanted(string FrontEnd);

public static class LiveMediaStreams
{
    public static StreamId Chunks(LiveClassKey key) => StreamId.Create("hub.live.media", key.ToString());
    public static StreamId Wanted(LiveClassKey key) => StreamId.Create("hub.live.wanted", key.ToString());
}
