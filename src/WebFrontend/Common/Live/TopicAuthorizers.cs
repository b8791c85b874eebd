namespace LearningHub.WebFrontend.Common.Live;

/// <summary>Members of the room.</summary>
internal sealed class ChatTopicAuthorizer(IGrainFactory grains) : ITopicAuthorizer
{
    public string Kind => "chat";
    public bool AllowsVisitors => false;
    public Task<Result<long>> Authorize(LiveTopic topic, Viewer viewer) => grains.ChatRoom(new CourseKey(topic.Tenant, topic.Id)).LastSeq();
}

/// <summary>Whoever may see the course.</summary>
internal sealed class CourseTopicAuthorizer(IGrainFactory grains) : ITopicAuthorizer
{
    public string Kind => "course";
    public bool AllowsVisitors => true;
    public async Task<Result<long>> Authorize(LiveTopic topic, Viewer viewer) => (await grains.Course(new CourseKey(topic.Tenant, topic.Id)).Get()).Map(_ => 0L);
}

/// <summary>Whoever may see how the upload and its transcode go.</summary>
internal sealed class MediaTopicAuthorizer(IGrainFactory grains) : ITopicAuthorizer
{
    public string Kind => "media";
    public bool AllowsVisitors => false;
    public async Task<Result<long>> Authorize(LiveTopic topic, Viewer viewer) => (await grains.Media(new MediaKey(topic.Tenant, topic.Id)).Get()).Map(_ => 0L);
}

/// <summary>One's own.</summary>
internal sealed class UserTopicAuthorizer : ITopicAuthorizer
{
    public string Kind => "user";
    public bool AllowsVisitors => false;
    public Task<Result<long>> Authorize(LiveTopic topic, Viewer viewer) => Task.FromResult<Result<long>>(topic.Id == viewer.UserId ? 0L : LiveErrors.NotAllowed);
}
