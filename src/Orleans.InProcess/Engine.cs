using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.InProcess.Activations;
using Orleans.InProcess.Calls;
using Orleans.InProcess.Hosting;
using Orleans.Runtime;

namespace Orleans.InProcess;

/// <summary>What the parts of the engine share, and the way every call takes.</summary>
internal sealed class Engine : IDisposable
{
    private readonly TimeSpan _responseTimeout;
    private readonly GrainId _hostClient;
    private IIncomingGrainCallFilter[]? _incoming;
    private IOutgoingGrainCallFilter[]? _outgoing;
    private volatile bool _stopped;

    public Engine(
        IServiceProvider services,
        TimeProvider time,
        ILogger<Engine> logger,
        IOptions<GrainCollectionOptions> collection,
        IOptions<SiloMessagingOptions> messaging,
        IEnumerable<CallActivities> activities,
        ILocalSiloDetails silo)
    {
        (Services, Time, Collection) = (services, time, collection.Value);
        Log = new EngineLog(logger);
        Activities = activities.FirstOrDefault();
        Kinds = new GrainKinds(services, Collection);
        Catalog = new Catalog(this);
        Factory = new ReferenceFactory(this);
        _responseTimeout = messaging.Value.ResponseTimeout;
        _hostClient = GrainId.Create("sys.client", $"hosted-{silo.SiloAddress}");
    }

    public IServiceProvider Services { get; }
    public TimeProvider Time { get; }
    public EngineLog Log { get; }
    public GrainCollectionOptions Collection { get; }
    public CallActivities? Activities { get; }
    public GrainKinds Kinds { get; }
    public Catalog Catalog { get; }
    public ReferenceFactory Factory { get; }
    public PendingCalls Pending { get; } = new();

    // Resolved at the first call: a filter may itself depend on the grain factory.
    public IIncomingGrainCallFilter[] IncomingFilters => _incoming ??= [.. Services.GetServices<IIncomingGrainCallFilter>()];
    public IOutgoingGrainCallFilter[] OutgoingFilters => _outgoing ??= [.. Services.GetServices<IOutgoingGrainCallFilter>()];

    public Task<T> Send<T>(GrainProxy proxy, MethodEntry<T> entry, object?[] args) =>
        OutgoingFilters.Length == 0 ? SendUnfiltered(proxy, entry, args) : SendFiltered(proxy, entry, args);

    public Task<T> SendUnfiltered<T>(GrainProxy proxy, MethodEntry<T> entry, object?[] args)
    {
        if (_stopped) return Task.FromException<T>(new SiloUnavailableException($"The engine has stopped; {entry.InterfaceName}.{entry.Name} was not called."));
        var token = entry.CancellationIndex >= 0 && args[entry.CancellationIndex] is CancellationToken given ? given : default;
        // At once, not in the task: as Orleans does.
        token.ThrowIfCancellationRequested();

        var call = new GrainCall<T>(this, entry, proxy.GrainId, args)
        {
            Source = GrainThread.Current?.GrainId ?? _hostClient,
            Context = RequestContext.Current,
            Parent = Activities is null ? null : System.Diagnostics.Activity.Current,
        };
        if (entry.OneWay)
        {
            Catalog.Dispatch(proxy.Kind, call);
            return Task.FromResult(default(T)!);
        }
        Pending.Add(call, entry.Timeout ?? _responseTimeout);
        if (token.CanBeCanceled) call.Observe(token);
        Catalog.Dispatch(proxy.Kind, call);
        return call.Answer;
    }

    /// <summary>Work of the engine that runs as a call of a grain: in its turn, seen by filters, with no caller.</summary>
    public Task RunInGrain(GrainKind kind, GrainId id, MethodEntry<Nothing> entry, CallContext? context, Func<Task> work)
    {
        var call = new GrainCall<Nothing>(this, entry, id, [work]) { Context = context };
        Catalog.Dispatch(kind, call);
        return call.Answer;
    }

    public async Task Stop(CancellationToken cancellation)
    {
        await Catalog.DeactivateAll(cancellation);
        _stopped = true;
    }

    public void Dispose() => Pending.Dispose();

    private async Task<T> SendFiltered<T>(GrainProxy proxy, MethodEntry<T> entry, object?[] args)
    {
        var context = new OutgoingCallContext<T>(proxy, entry, args, GrainThread.Current);
        await context.Invoke();
        return context.Answer;
    }
}
