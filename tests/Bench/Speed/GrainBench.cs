using System.Collections.Concurrent;
using System.Threading.Channels;
using LearningHub.Bench.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Bench.Speed;

/// <summary>Calls of a grain that answers from memory, through the access filter, beside a plain method and the smallest actor one could write.</summary>
internal static class GrainBench
{
    private const int Keys = 64;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);
    private static readonly TenantView View = new(true, "An academy", 210);

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        await using var hub = await BenchHub.Start();
        var grains = hub.Services.GetRequiredService<IGrainFactory>();
        var table = new Table("what", "at once", "calls/s", "of the floor");
        foreach (var callers in (int[])[1, 32])
        {
            var actors = new ConcurrentDictionary<string, SmallActor>();
            var floor = await Pace.Of(callers, Time, (_, n) => actors.GetOrAdd($"t{n % Keys}", _ => new SmallActor()).Ask(), cancellation);
            table.Row("dictionary of channels (floor)", callers, Pace.Number(floor), "1.00");
            var called = await Pace.Of(callers, Time, async (_, n) =>
            {
                using var actor = ActorContext.As(Actor.Visitor($"t{n % Keys}"));
                await grains.GetGrain<ITenantGrain>($"t{n % Keys}/settings").Get();
            }, cancellation);
            table.Row("grain, with actor and access filter", callers, Pace.Number(called), Pace.Ratio(called, floor));
            var direct = await Pace.Of(callers, Time, async (_, _) => await Direct(), cancellation);
            table.Row("method of an object, awaited", callers, Pace.Number(direct), Pace.Ratio(direct, floor));
        }
        return CommitBench.Show("grains", "Grain calls (`./hub bench grains`)", table);
    }

    private static Task<TenantView> Direct() => Task.FromResult(View);

    /// <summary>One turn at a time, nothing else.</summary>
    private sealed class SmallActor
    {
        private readonly Channel<TaskCompletionSource<TenantView>> _calls = Channel.CreateUnbounded<TaskCompletionSource<TenantView>>();

        public SmallActor() => _ = Task.Run(async () =>
        {
            await foreach (var call in _calls.Reader.ReadAllAsync()) call.SetResult(View);
        });

        public Task<TenantView> Ask()
        {
            var call = new TaskCompletionSource<TenantView>(TaskCreationOptions.RunContinuationsAsynchronously);
            _calls.Writer.TryWrite(call);
            return call.Task;
        }
    }
}
