namespace LearningHub.Browser.Tests.Hosting;

/// <summary>A story did not end as it should; the message holds what everyone in it saw at that moment.</summary>
internal sealed class StoryException(string message, Exception cause) : Exception(message, cause);
