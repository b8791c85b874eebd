namespace Orleans.Runtime;

/// <summary>The identity of a grain: its type and its key.</summary>
public readonly struct GrainId : IEquatable<GrainId>, IComparable<GrainId>
{
    private readonly GrainType _type;
    private readonly IdSpan _key;

    /// <summary>An identity of its parts.</summary>
    public GrainId(GrainType type, IdSpan key) => (_type, _key) = (type, key);

    /// <summary>The type.</summary>
    public GrainType Type => _type;

    /// <summary>The key.</summary>
    public IdSpan Key => _key;

    /// <summary>True for the empty one.</summary>
    public bool IsDefault => _type.IsDefault && _key.IsDefault;

    /// <summary>An identity of its parts.</summary>
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    /// <summary>An identity of its parts; the key must not be empty.</summary>
    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new(type, IdSpan.Create(key));
    }

    /// <summary>An identity of its parts.</summary>
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static GrainId Parse(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? Create(value[..slash], value[(slash + 1)..]) : throw new ArgumentException($"Unable to parse \"{value}\" as a grain id");
    }

    /// <inheritdoc />
    public bool Equals(GrainId other) => _key.Equals(other._key) && _type.Equals(other._type);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_type, _key);

    /// <inheritdoc />
    public int CompareTo(GrainId other) => _type.CompareTo(other._type) is var byType and not 0 ? byType : _key.CompareTo(other._key);

    /// <inheritdoc />
    public override string ToString() => $"{_type}/{_key}";

    /// <summary>Same grain.</summary>
    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    /// <summary>Other grain.</summary>
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
}
