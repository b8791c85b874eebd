using System.Diagnostics.CodeAnalysis;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>Either a value or an <see cref="Error"/>. Exceptions are for bugs and infrastructure only.</summary>
[GenerateSerializer, Immutable, Alias("hub.Result`1")]
public sealed record Result<T>(T? Value, Error? Error)
{
    [MemberNotNullWhen(true, nameof(Value)), MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Error error) => new(default, error);

    /// <summary>The value mapped, or the same error.</summary>
    public Result<TOut> Map<TOut>(Func<T, TOut> map) => IsOk ? new(map(Value), null) : new(default, Error);
}
