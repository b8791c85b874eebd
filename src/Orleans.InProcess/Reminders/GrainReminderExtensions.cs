using Microsoft.Extensions.DependencyInjection;
using Orleans.InProcess.Activations;
using Orleans.InProcess.Reminders;
using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// Reminders: ticks that wake a grain, active or not. In this engine they live in memory, so they end with the process; in a
/// cluster their table keeps them.
/// </summary>
public static class GrainReminderExtensions
{
    /// <summary>Sets a reminder of this name, in place of an earlier one. The period is one minute at least.</summary>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        RegisterOrUpdateReminder((IGrainBase)grain, reminderName, dueTime, period);

    /// <inheritdoc cref="RegisterOrUpdateReminder(Grain, string, TimeSpan, TimeSpan)" />
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        if (grain is not IRemindable) throw new InvalidOperationException($"{grain.GetType()} does not implement {nameof(IRemindable)}.");
        return Ask(grain, (table, id) => table.RegisterOrUpdate(id, reminderName, dueTime, period));
    }

    /// <summary>Ends a reminder. A tick on its way may still come.</summary>
    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) => UnregisterReminder((IGrainBase)grain, reminder);

    /// <inheritdoc cref="UnregisterReminder(Grain, IGrainReminder)" />
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) => Ask(grain, (table, id) =>
    {
        table.Unregister(id, reminder);
        return true;
    });

    /// <summary>The reminder of this name, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) => GetReminder((IGrainBase)grain, reminderName);

    /// <inheritdoc cref="GetReminder(Grain, string)" />
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName) => Ask(grain, (table, id) => table.Get(id, reminderName));

    /// <summary>All reminders of this grain.</summary>
    public static Task<List<IGrainReminder>> GetReminders(this Grain grain) => GetReminders((IGrainBase)grain);

    /// <inheritdoc cref="GetReminders(Grain)" />
    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) => Ask(grain, static (table, id) => table.Of(id));

    private static Task<T> Ask<T>(IGrainBase grain, Func<ReminderTable, GrainId, T> ask)
    {
        try
        {
            var table = ((Activation)grain.GrainContext).Engine.Services.GetService<ReminderTable>()
                ?? throw new InvalidOperationException("No reminder service is configured.");
            return Task.FromResult(ask(table, grain.GrainContext.GrainId));
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }
}
