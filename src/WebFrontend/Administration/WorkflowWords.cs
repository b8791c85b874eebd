namespace LearningHub.WebFrontend.Administration;

/// <summary>Runs of workflows in words.</summary>
internal static class WorkflowWords
{
    public static string Kind(string kind) => kind.Length == 0 ? kind : char.ToUpperInvariant(kind[0]) + kind[1..].Replace('_', ' ').Replace('-', ' ');

    public static string Href(WorkflowStatus run) => WorkflowKey.Parse(run.Key) is var key ? $"/admin/workflows/{run.Kind}/{key.Subject}/{key.RunId}" : "";

    /// <summary>What the run is about, where a page shows it.</summary>
    public static (string Href, string Text)? Subject(WorkflowStatus run) => (run.Kind, WorkflowKey.Parse(run.Key)) switch
    {
        ("checkout", var key) => ($"/admin/orders/{key.RunId}", "The order"),
        ("refund", var key) => ($"/admin/orders/{key.Subject}", "The order"),
        ("publishing" or "settling" or "issuing", var key) => ($"/courses/{key.Subject}", "The course"),
        _ => null,
    };

    public static string Phase(WorkflowPhase phase) => phase switch
    {
        WorkflowPhase.Running => "Under way", WorkflowPhase.Waiting => "Waiting", WorkflowPhase.Completed => "Done", WorkflowPhase.Compensating => "Being taken back",
        WorkflowPhase.Compensated => "Taken back", _ => "Stopped for you",
    };

    public static string? PhaseKind(WorkflowPhase phase) => phase switch { WorkflowPhase.Completed => "ok", WorkflowPhase.Failed => "bad", WorkflowPhase.Running => "accent", WorkflowPhase.Compensated => null, _ => "warn" };

    public static string Step(string name) => name switch
    {
        "open" => "Open the order", "freeze" => "Freeze the cart and its prices", "seats" => "Hold places", "coupon" => "Hold the coupon", "place" => "Write down what is bought", "pay" => "Take the payment",
        "confirm" => "Confirm places and coupon", "access" => "Open the courses", "receipt" => "Issue the receipt", "settle" => "Empty the cart",
        "promise" => "Reserve the amount", "money" => "Give the money back", "close" => "Write it down", "credit" => "Issue the credit note",
        "index" => "Show it in the catalogue", "notify" => "Tell the instructor",
        "list" => "Wait for the lists", "students" => "Complete the course for those who are done", "certificates" => "Issue certificates", _ => name,
    };
}
