namespace LearningHub.WebFrontend.Common.Live;

/// <summary>Whatever in this process holds subscriptions to streams. Each may be dead without a word when a gateway or a silo that it was made through is gone.</summary>
public interface IStreamRelay
{
    /// <summary>Subscribes anew to everything, and goes on trying until it is done.</summary>
    Task Reconnect();
}
