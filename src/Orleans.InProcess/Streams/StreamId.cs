namespace Orleans.Runtime;

/// <summary>The identity of a stream: a namespace and a key.</summary>
public readonly struct StreamId : IEquatable<StreamId>, IComparable<StreamId>
{
    private readonly string? _namespace;
    private readonly string? _key;

    private StreamId(string? ns, string key) => (_namespace, _key) = (string.IsNullOrEmpty(ns) ? null : ns, key);

    /// <summary>A stream with a GUID key.</summary>
    public static StreamId Create(string? ns, Guid key) => new(ns, key.ToString("N"));

    /// <summary>A stream with an integer key.</summary>
    public static StreamId Create(string? ns, long key) => new(ns, key.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A stream with a string key.</summary>
    public static StreamId Create(string? ns, string key) => new(ns, key);

    /// <summary>The key.</summary>
    public string GetKeyAsString() => _key ?? "";

    /// <summary>The namespace, or null.</summary>
    public string? GetNamespace() => _namespace;

    /// <inheritdoc />
    public bool Equals(StreamId other) => string.Equals(_key, other._key, StringComparison.Ordinal) && string.Equals(_namespace, other._namespace, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_namespace, _key);

    /// <inheritdoc />
    public int CompareTo(StreamId other) => string.CompareOrdinal(_namespace, other._namespace) is var byNamespace and not 0 ? byNamespace : string.CompareOrdinal(_key, other._key);

    /// <inheritdoc />
    public override string ToString() => $"{_namespace ?? "null"}/{_key}";

    /// <summary>Same stream.</summary>
    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    /// <summary>Other stream.</summary>
    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);
}
