using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that reminders wake.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A tick. It may be late, and in a cluster it may come twice.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
