using System.Diagnostics;

namespace Orleans.InProcess.Calls;

/// <summary>Carries the caller's trace into the callee, and records a span for each call when somebody listens.</summary>
internal sealed class CallActivities
{
    private static readonly ActivitySource Source = new("Microsoft.Orleans.Application", "1.0.0");

    public Activity? Begin(Call call)
    {
        // Without a listener the callee's code still sees the trace it belongs to.
        Activity.Current = call.Parent;
        return Source.HasListeners() ? Source.StartActivity(call.Entry.ActivityName, ActivityKind.Server) : null;
    }
}
