namespace LearningHub.Grains.Common;

internal enum BatchOutcome
{
    /// <summary>There was nothing to do, or the projection is stopped, or another process does it.</summary>
    Nothing,
    /// <summary>Something was done, and the feed has read no more.</summary>
    CaughtUp,
    /// <summary>Something was done, and there may be more.</summary>
    More,
}
