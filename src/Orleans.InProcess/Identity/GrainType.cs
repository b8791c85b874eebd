namespace Orleans.Runtime;

/// <summary>The type part of a grain's identity: the class name in lower case without its "grain" suffix, or what <c>[GrainType]</c> says.</summary>
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>
{
    private readonly IdSpan _value;

    /// <summary>Wraps a value.</summary>
    public GrainType(IdSpan id) => _value = id;

    /// <summary>The value.</summary>
    public IdSpan Value => _value;

    /// <summary>True for the empty one.</summary>
    public bool IsDefault => _value.IsDefault;

    /// <summary>Makes one of this name.</summary>
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <inheritdoc />
    public bool Equals(GrainType obj) => _value.Equals(obj._value);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _value.GetHashCode();

    /// <inheritdoc />
    public int CompareTo(GrainType other) => _value.CompareTo(other._value);

    /// <inheritdoc />
    public override string ToString() => _value.ToString();

    /// <summary>Same type.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Other type.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
