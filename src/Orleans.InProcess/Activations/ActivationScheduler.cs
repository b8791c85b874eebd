using Orleans.InProcess.Calls;

namespace Orleans.InProcess.Activations;

/// <summary>
/// Runs everything of one activation, one thing at a time: calls, continuations of its awaits, and work of the engine. It takes a
/// pool thread while it has work, and gives it back after a batch so that busy grains do not starve others.
/// </summary>
internal sealed class ActivationScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    private const int BatchSize = 256;
    private readonly Lock _gate = new();
    private readonly Queue<object> _work = new();
    private ExecutionContext? _clean;
    private bool _scheduled;
    private bool _closed;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>False when the activation is gone: the call belongs to the next one.</summary>
    public bool TryPost(Call call)
    {
        lock (_gate)
        {
            if (_closed) return false;
            if (!Enqueue(call)) return true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        return true;
    }

    public void Post(Action action) => PostWork(action);

    /// <summary>What one turn set in its flow of control must not leak into the next.</summary>
    public void StartClean()
    {
        if (_clean is not null) ExecutionContext.Restore(_clean);
    }

    /// <summary>Takes no calls any more, and gives back those that had not been looked at.</summary>
    public List<Call> Close()
    {
        lock (_gate)
        {
            _closed = true;
            var calls = _work.OfType<Call>().ToList();
            if (calls.Count > 0)
            {
                var rest = _work.Where(static w => w is not Call).ToList();
                _work.Clear();
                rest.ForEach(_work.Enqueue);
            }
            return calls;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        _clean ??= ExecutionContext.Capture();
        GrainThread.Current = activation;
        try
        {
            // Running inside a task of this scheduler makes it the current one, which awaits come back to.
            new Task(static state => ((ActivationScheduler)state!).RunBatch(), this).RunSynchronously(this);
        }
        finally
        {
            GrainThread.Current = null;
        }

        lock (_gate)
        {
            if (_work.Count == 0)
            {
                _scheduled = false;
                return;
            }
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task) => PostWork(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && GrainThread.Current == activation && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate) return [.. _work.OfType<Task>()];
    }

    private void PostWork(object work)
    {
        lock (_gate)
        {
            if (!Enqueue(work)) return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    private bool Enqueue(object work)
    {
        _work.Enqueue(work);
        if (_scheduled) return false;
        return _scheduled = true;
    }

    private void RunBatch()
    {
        for (var i = 0; i < BatchSize; i++)
        {
            object? work;
            lock (_gate)
            {
                if (!_work.TryDequeue(out work)) return;
            }

            switch (work)
            {
                case Call call:
                    activation.Receive(call);
                    break;
                case Task task:
                    TryExecuteTask(task);
                    break;
                case Action action:
                    action();
                    break;
            }
            StartClean();
        }
    }
}
