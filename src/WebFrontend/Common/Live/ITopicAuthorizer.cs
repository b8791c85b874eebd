namespace LearningHub.WebFrontend.Common.Live;

/// <summary>Who may watch topics of a kind. Asked before a person is let in, again when the subscription stands, and once a minute after.</summary>
internal interface ITopicAuthorizer
{
    string Kind { get; }
    bool AllowsVisitors { get; }

    /// <summary>The number to start from (0 where pushes are not numbered), or why not. Called as the viewer.</summary>
    Task<Result<long>> Authorize(LiveTopic topic, Viewer viewer);
}
