using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>The base of every grain with durable state: load, decide, commit, answer. New state is assigned only after its commit; a
/// conflict loads again and decides again; an unknown outcome drops the memory. Calls that interleave wait for a change that is being committed.</summary>
internal abstract class AggregateGrain<TState>(IAggregateStore store) : Grain, IIncomingGrainCallFilter where TState : class, IAggregateState<TState>
{
    private const int MaxTries = 4;
    private TaskCompletionSource? _saving;

    protected IAggregateStore Store { get; } = store;
    protected TState State { get; private set; } = TState.Empty;
    protected long Version { get; private set; }
    protected string Key => this.GetPrimaryKeyString();
    protected static Actor Actor => ActorContext.Required;

    public override async Task OnActivateAsync(CancellationToken cancellationToken) => await Reload(cancellationToken);

    /// <summary>Between a commit and its note in memory, the feed shows the event already: who heard of it (a reactor, a workflow, a page) and reads here
    /// beside that commit would see the state before it. So a call that interleaves first waits for a save under way. It cannot wait for ever or in a
    /// circle: a save calls nobody but the store.</summary>
    async Task IIncomingGrainCallFilter.Invoke(IIncomingGrainCallContext context)
    {
        if (_saving is { } save) await save.Task;
        await context.Invoke();
    }

    /// <summary>Fills in what the state keeps as records. Called after every load; answers the very same state when there are none.</summary>
    protected virtual ValueTask<TState> WithRecords(TState state, CancellationToken cancellation) => ValueTask.FromResult(state);

    /// <summary>Document and records are read one after the other. Another activation may commit between them (only for a moment, while a cluster finds
    /// out who is alive): then both are read again, so that what is kept is always one version.</summary>
    private async Task Reload(CancellationToken cancellation)
    {
        var loaded = await Store.Load<TState>(Key, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var state = loaded.State;
            ExceptionDispatchInfo? torn = null;
            try { state = await WithRecords(loaded.State, cancellation); }
            catch (Exception e) when (e is not OperationCanceledException) { torn = ExceptionDispatchInfo.Capture(e); }

            var now = torn is null && ReferenceEquals(state, loaded.State) ? loaded : await Store.Load<TState>(Key, cancellation);
            if (now.Version == loaded.Version)
            {
                torn?.Throw();
                (State, Version) = (state, loaded.Version);
                return;
            }
            if (attempt == MaxTries) throw new TimeoutException("This changes faster than it can be read.");
            loaded = now;
        }
    }

    /// <summary>Decides and commits; answers with the receipt.</summary>
    protected Task<Result<Receipt>> Execute(Command command, Func<TState, Decision<TState>> decide) =>
        Execute(command, decide, (_, version) => new Receipt(TState.AggregateType, Key, version));

    /// <summary>Decides and commits a change that has no command from outside and so no operation id.</summary>
    protected Task<Result<Receipt>> Execute(Func<TState, Decision<TState>> decide) => Execute(OwnChange, decide);

    /// <summary>For a decision that also rests on records looked up before: when the state had to be loaded again they may be out of date, and the
    /// command is refused; it can be sent again.</summary>
    protected Func<TState, Decision<TState>> AtThisVersion(Func<TState, Decision<TState>> decide)
    {
        var version = Version;
        return s => Version == version ? decide(s) : Busy;
    }

    private static Error Busy { get; } = new("common.busy", "Too many are changing this at the same moment. Try again.", ErrorKind.Unavailable);

    private static readonly Command OwnChange = new Uncounted();

    private sealed record Uncounted : Command;

    /// <summary>Decides and commits. <paramref name="answer"/> is made from the new state and version and is recorded with the operation,
    /// so that a retry gets the first answer byte for byte.</summary>
    protected Task<Result<T>> Execute<T>(Command command, Func<TState, Decision<TState>> decide, Func<TState, long, T> answer) =>
        Execute(command, state => ValueTask.FromResult(decide(state)), answer);

    /// <summary>The same for a decision that must look at something first: one of its own records, say, too many to keep in memory. It looks
    /// again whenever it decides again, so that what it saw and the version it commits on belong together.</summary>
    protected async Task<Result<T>> Execute<T>(Command command, Func<TState, ValueTask<Decision<TState>>> decide, Func<TState, long, T> answer)
    {
        for (var attempt = 1; ; attempt++)
        {
            var decision = await decide(State);
            if (decision.Error is { } refused) return await Recorded<T>(command) is { } earlier ? earlier.Value : refused;
            var next = decision.State!;
            // Perhaps this very command made it true, and its answer was lost.
            if (decision.IsNoChange) return await Recorded<T>(command) is { } made ? made.Value : answer(next, Version);

            var result = answer(next, Version + 1);
            var operation = OperationKey.Of(command, Actor) is { } id ? new OperationRecord(id, JsonSerializer.Serialize(result, HubJson.Options)) : null;
            var saving = _saving = new(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                var saved = await Store.Save(new SaveRequest(
                    TState.AggregateType, Key, Version, TState.SchemaVersion, JsonSerializer.Serialize(next, HubJson.Options),
                    decision.Events, decision.Records, decision.Claims, decision.Released, operation, Actor, Activity.Current?.Id));

                switch (saved.Outcome)
                {
                    case SaveOutcome.Committed:
                        State = next;
                        Version = saved.Version;
                        return result;
                    case SaveOutcome.DuplicateOperation:
                        return JsonSerializer.Deserialize<T>(saved.OperationResult!, HubJson.Options)!;
                    case SaveOutcome.ClaimTaken:
                        return await Recorded<T>(command) is { } first ? first.Value
                            : decision.ClaimTaken ?? Error.Conflict("common.taken", "This is already taken.");
                    case SaveOutcome.VersionConflict when attempt < MaxTries:
                        await Reload(CancellationToken.None);
                        continue;
                    case SaveOutcome.VersionConflict:
                        return Busy;
                    case SaveOutcome.Rejected:
                        return Error.Invalid("common.not_storable", "The text holds characters that cannot be stored, or is too long.");
                    default:
                        DeactivateOnIdle();
                        return new Error("common.outcome_unknown",
                            "We do not know yet whether this was saved. Look again in a moment, or send it again with the same idempotency key.", ErrorKind.Unavailable);
                }
            }
            finally
            {
                if (_saving == saving) _saving = null;
                saving.SetResult();
            }
        }
    }

    /// <summary>The first answer of a command that was carried out before, or null. For grains that must look before they check: a check that the
    /// command itself made fail (an old password) must not refuse its own retry.</summary>
    protected async Task<T?> Answered<T>(Command command) where T : class => (await Recorded<T>(command))?.Value;

    private async Task<Box<T>?> Recorded<T>(Command command) =>
        OperationKey.Of(command, Actor) is { } id && await Store.FindOperation(TState.AggregateType, Key, id) is { } json
            ? new(JsonSerializer.Deserialize<T>(json, HubJson.Options)!) : null;

    private sealed record Box<T>(T Value);
}
