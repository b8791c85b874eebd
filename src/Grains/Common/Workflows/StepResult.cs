using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>What a step came to: done with an outcome, refused or not available with an error, or it waits for somebody else (a buyer, a bank) and the
/// run is suspended until it is woken or the moment comes.</summary>
internal readonly record struct StepResult
{
    private StepResult(string? outcome, Error? error, DateTimeOffset? until) => (Outcome, Error, Until) = (outcome, error, until);

    public string? Outcome { get; }
    public Error? Error { get; }

    /// <summary>When it is asked again at the latest; null unless it waits.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>Suspends the run. The step is called again with the same operation id when the run is resumed, at least once a minute, and at
    /// <paramref name="until"/>: it asks how things stand, and never assumes.</summary>
    public static StepResult Wait(DateTimeOffset until) => new(null, null, until);

    public static implicit operator StepResult(string outcome) => new(outcome, null, null);
    public static implicit operator StepResult(Error error) => new(null, error, null);
    public static implicit operator StepResult(Result<string> result) => result.IsOk ? new(result.Value, null, null) : new(null, result.Error, null);
}
