using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.InProcess.Reminders;

/// <summary>The reminders of the process. They do not survive it: what must, is swept from tables at start.</summary>
internal sealed class ReminderTable(Engine engine, IOptions<ReminderOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<(GrainId, string), Reminder> _reminders = new();

    public IGrainReminder RegisterOrUpdate(GrainId grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        var least = options.Value.MinimumReminderPeriod;
        if (period < least) throw new ArgumentException($"The period {period} of the reminder {name} is shorter than {least}, the shortest allowed.", nameof(period));
        var reminder = new Reminder(engine, grain, name, dueTime, period);
        _reminders.AddOrUpdate((grain, name), reminder, (_, old) =>
        {
            old.Dispose();
            return reminder;
        });
        return reminder;
    }

    public void Unregister(GrainId grain, IGrainReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        if (_reminders.TryRemove((grain, reminder.ReminderName), out var found)) found.Dispose();
    }

    public IGrainReminder? Get(GrainId grain, string name) => _reminders.GetValueOrDefault((grain, name));

    public List<IGrainReminder> Of(GrainId grain) => [.. _reminders.Values.Where(r => r.Grain == grain)];

    public void Dispose()
    {
        foreach (var reminder in _reminders.Values) reminder.Dispose();
        _reminders.Clear();
    }
}
