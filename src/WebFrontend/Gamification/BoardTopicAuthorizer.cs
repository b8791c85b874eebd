using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.WebFrontend.Common.Live;

namespace LearningHub.WebFrontend.Gamification;

/// <summary>The academy's boards for those who are signed in, a course's for its members. Asking keeps the board watched: it is asked again every minute.</summary>
internal sealed class BoardTopicAuthorizer(IGrainFactory grains) : ITopicAuthorizer
{
    public string Kind => "board";
    public bool AllowsVisitors => false;
    public Task<Result<long>> Authorize(LiveTopic topic, Viewer viewer) => grains.GetGrain<ILeaderboardPushGrain>(new TenantKey(topic.Tenant, "leaderboards").ToString()).Watch(topic.Id);
}
