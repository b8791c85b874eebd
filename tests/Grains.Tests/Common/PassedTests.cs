using System.Reflection;
using LearningHub.Grains.Interfaces.Common;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

/// <summary>Waiting for one's own write happens after its commit: whatever comes of it, the page goes on, and soon.</summary>
public sealed class PassedTests
{
    private static readonly Receipt Written = new("test-counter", "t/a", 1);

    [Fact]
    public async Task A_silo_that_does_not_answer_costs_two_and_a_half_seconds()
    {
        var never = new TaskCompletionSource<bool>();
        var clock = new Clock();
        var passed = Silo.Answering(() => never.Task).Passed("any", Written, clock);
        clock.Due.ShouldBe(TimeSpan.FromSeconds(2.5));
        passed.IsCompleted.ShouldBeFalse();
        clock.Ring();
        (await passed).ShouldBeFalse();
        never.SetException(new TimeoutException("much later"));
    }

    public static TheoryData<Exception> Troubles => [new NpgsqlException("gone"), new TimeoutException(), new OrleansException("gone"), new TaskCanceledException(), new ObjectDisposedException("it")];

    [Theory, MemberData(nameof(Troubles))]
    public async Task Trouble_of_the_silo_or_its_database_means_not_yet(Exception trouble)
    {
        (await Silo.Answering(() => Task.FromException<bool>(trouble)).Passed("any", Written)).ShouldBeFalse();
        (await Silo.Answering(() => throw trouble).Passed("any", Written)).ShouldBeFalse();
        (await Silo.Answering(() => Task.FromResult(true)).Passed("any", Written)).ShouldBeTrue();
    }

    /// <summary>Grains of one answer. Public, as what a proxy is derived from must be.</summary>
    public class Silo : DispatchProxy
    {
        private Func<Task<bool>> _answer = null!;

        public static IGrainFactory Answering(Func<Task<bool>> answer)
        {
            var factory = Create<IGrainFactory, Silo>();
            ((Silo)(object)factory)._answer = answer;
            return factory;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IProjectionGrain.WaitFor)) return _answer();
            var grain = Create<IProjectionGrain, Silo>();
            ((Silo)(object)grain)._answer = _answer;
            return grain;
        }
    }

    /// <summary>One timer, which rings when the test says.</summary>
    private sealed class Clock : TimeProvider
    {
        private Action _ring = null!;

        public TimeSpan Due { get; private set; }

        public void Ring() => _ring();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (Due, _ring) = (dueTime, () => callback(state));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;
            public void Dispose() { }
            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
