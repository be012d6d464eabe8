namespace Omnibus.OpenEdx;

/// <summary>
/// A key of Open edX: a name for a course, a library or something in one, checked when it is read and kept as its text. Immutable. Two keys are equal
/// when they are of one type and their texts are the same, letter case included.
/// </summary>
public abstract class OpaqueKey : IEquatable<OpaqueKey>
{
    private protected OpaqueKey(string text) => Text = text;

    /// <summary>The text, exactly as it was given.</summary>
    public string Text { get; }

    /// <summary>What stands before the first colon, for example <c>course-v1</c>; empty in the old forms with slashes.</summary>
    public string Namespace => IsDeprecated ? "" : Text[..Text.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>Whether this is one of the old forms with slashes.</summary>
    public virtual bool IsDeprecated => false;

    /// <summary>Whether both are the same key.</summary>
    public static bool operator ==(OpaqueKey? left, OpaqueKey? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they are different keys.</summary>
    public static bool operator !=(OpaqueKey? left, OpaqueKey? right) => !(left == right);

    /// <inheritdoc />
    public bool Equals(OpaqueKey? other) => other is not null && other.GetType() == GetType() && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as OpaqueKey);

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
