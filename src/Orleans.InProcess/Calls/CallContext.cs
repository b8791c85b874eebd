namespace Orleans.InProcess.Calls;

/// <summary>What a call carries beside its arguments. Never changed once made: writers copy.</summary>
internal sealed class CallContext(Guid reentrancyId, Dictionary<string, object>? values)
{
    public Guid ReentrancyId { get; } = reentrancyId;
    public Dictionary<string, object>? Values { get; } = values;

    public static CallContext? Of(Guid reentrancyId, Dictionary<string, object>? values) =>
        reentrancyId == Guid.Empty && values is null ? null : new CallContext(reentrancyId, values);
}
