namespace LearningHub.Engine.Tests.Reminders;

[Alias("engine-tests.remindable")]
public interface IRemindedGrain : IGrainWithStringKey
{
    [Alias("Remind")] Task Remind(string name, TimeSpan due, TimeSpan period);
    [Alias("Forget")] Task<bool> Forget(string name);
    [Alias("Names")] Task<string[]> Names();
    [Alias("RemindAndGo")] Task RemindAndGo(string name, TimeSpan due, TimeSpan period);
}

public sealed class RemindedGrain(Probe probe) : Grain, IRemindedGrain, IRemindable
{
    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Note($"{Key}:activated");
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        probe.Note($"{Key}:{reminderName} {status.Period} {RequestContext.Get("actor") ?? "nobody"}");
        return Task.CompletedTask;
    }

    public Task Remind(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task<bool> Forget(string name)
    {
        if (await this.GetReminder(name) is not { } reminder) return false;
        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task<string[]> Names() => [.. (await this.GetReminders()).Select(static r => r.ReminderName).Order()];

    // In one turn: a reminder that is due early finds the grain on its way out, never still there.
    public async Task RemindAndGo(string name, TimeSpan due, TimeSpan period)
    {
        await Remind(name, due, period);
        DeactivateOnIdle();
    }
}
