namespace Orleans.Runtime;

/// <summary>A timer of an activation; it dies with it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Starts anew with other times; infinite switches off.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
