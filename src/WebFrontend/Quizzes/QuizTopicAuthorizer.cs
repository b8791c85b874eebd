using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.WebFrontend.Common.Live;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>The staff of the quiz's course: its grading queue moves.</summary>
internal sealed class QuizTopicAuthorizer(IGrainFactory grains) : ITopicAuthorizer
{
    public string Kind => "quiz";
    public bool AllowsVisitors => false;

    public async Task<Result<long>> Authorize(LiveTopic topic, Viewer viewer) =>
        await grains.Quiz(new QuizKey(topic.Tenant, topic.Id)).IsStaff() ? 0L : LiveErrors.NotAllowed;
}
