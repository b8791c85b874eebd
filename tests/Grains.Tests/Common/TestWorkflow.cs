using LearningHub.Grains.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Tests.Common;

/// <summary>A participant: counts up, once an operation id, and can be told to refuse.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("Count")] Task<Result<Receipt>> Count(CountUp command);
    [AlwaysInterleave, Alias("Value")] Task<string> Value();
}

[GenerateSerializer, Immutable, Alias("test.CountUp")]
public sealed record CountUp(int By) : Command;

[GrainType("test-counter")]
internal sealed class CounterGrain(IAggregateStore store) : AggregateGrain<Counter>(store), ICounterGrain
{
    public Task<Result<Receipt>> Count(CountUp command) => Execute(command, s =>
        s is { Note: "full" } or { Note: "full after one", Value: > 0 } ? Error.Conflict("test.full", "It is full.") : Decision<Counter>.Of(s with { Value = s.Value + command.By }, new Counted(s.Value + command.By)));

    public Task<string> Value() => Task.FromResult($"{State.Value}, for {ActorContext.Current}");
}

public interface ITestWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), Alias("Start")] Task<Result<WorkflowStatus>> Start(string subject);
}

/// <summary>Three steps on three counters, the first two with compensations. It waits at <c>charge</c> while the subject's gate says "wait", and
/// <c>notify</c> stops for a person when it is refused and the subject says so.</summary>
[GrainType("test-workflow")]
internal sealed class TestWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<string>(store, time), ITestWorkflowGrain
{
    private readonly TimeProvider _time = time;

    protected override string Kind => "test";
    protected override int MaxAttempts => 3;
    protected override TimeSpan RetryAfter(int attempts) => TimeSpan.FromMilliseconds(20);

    protected override IReadOnlyList<WorkflowStep<string>> Steps =>
    [
        new("reserve", async c => await Count(c, "reserve", 1), c => Count(c, "reserve", -1)),
        new("charge", Charge, c => Count(c, "charge", -1)),
        new("notify", async c => await Count(c, "notify", 1)) { Stops = State.Input?.StartsWith("stops", StringComparison.Ordinal) == true },
    ];

    public Task<Result<WorkflowStatus>> Start(string subject) => Begin(subject);

    private async Task<StepResult> Charge(WorkflowContext<string> c)
    {
        var counted = await Count(c, "charge", 1);
        var gate = (await Store.Load<Counter>($"{c.Tenant}/{c.Input}-gate")).State.Note;
        return counted.IsOk && gate == "wait" ? StepResult.Wait(_time.GetUtcNow() + TimeSpan.FromHours(1)) : counted;
    }

    private async Task<Result<string>> Count(WorkflowContext<string> context, string what, int by)
    {
        var counted = await GrainFactory.GetGrain<ICounterGrain>($"{context.Tenant}/{context.Input}-{what}").Count(new CountUp(by) { OperationId = context.OperationId });
        return counted.Map(r => r.Version.ToString());
    }
}

public interface IPatientWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), Alias("Start")] Task<Result<WorkflowStatus>> Start(string subject);
}

/// <summary>Its only step is never possible yet, and it waits an hour between two tries.</summary>
[GrainType("test-patient-workflow")]
internal sealed class PatientWorkflowGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<string>(store, time), IPatientWorkflowGrain
{
    protected override string Kind => "patient";
    protected override TimeSpan RetryAfter(int attempts) => TimeSpan.FromHours(1);
    protected override IReadOnlyList<WorkflowStep<string>> Steps => [new("wait", _ => Task.FromResult<StepResult>(new Error("test.later", "Not yet.", ErrorKind.Unavailable)))];

    public Task<Result<WorkflowStatus>> Start(string subject) => Begin(subject);
}

public interface IEventWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), AlwaysInterleave, Alias("Start")] Task Start(string subject);
}

/// <summary>Begun by events; its only step takes as long as the test says.</summary>
[GrainType("test-event-workflow")]
internal sealed class EventWorkflowGrain(IAggregateStore store, TimeProvider time, EventWorkflowGate gate) : WorkflowGrain<string>(store, time), IEventWorkflowGrain
{
    protected override string Kind => "event";
    protected override IReadOnlyList<WorkflowStep<string>> Steps => [new("long", async _ => { gate.Begun.TrySetResult(); await gate.Done.Task; return "done"; })];

    public Task Start(string subject) => BeginForEvent(subject);
}

internal sealed class EventWorkflowGate
{
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
