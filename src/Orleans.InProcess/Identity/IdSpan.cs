namespace Orleans.Runtime;

/// <summary>A part of an identity: opaque text with its hash.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly string? _text;
    private readonly int _hash;

    private IdSpan(string text) => (_text, _hash) = (text, string.GetHashCode(text, StringComparison.Ordinal));

    /// <summary>True for the empty one.</summary>
    public bool IsDefault => string.IsNullOrEmpty(_text);

    /// <summary>Makes one of this text.</summary>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc />
    public bool Equals(IdSpan obj) => _hash == obj._hash && string.Equals(_text, obj._text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _hash;

    /// <inheritdoc />
    public int CompareTo(IdSpan other) => string.CompareOrdinal(_text, other._text);

    /// <inheritdoc />
    public override string ToString() => _text ?? "";

    /// <summary>Same text.</summary>
    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    /// <summary>Other text.</summary>
    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
}
