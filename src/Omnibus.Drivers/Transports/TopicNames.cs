namespace Omnibus.Drivers;

/// <summary>
/// The rule for topic names, as data, so that names are checked without a broker. Names that the core derives
/// (<c>{topic}.{group}.dead-letter</c>, <c>{topic}.{group}.redrive</c>) must obey it too.
/// </summary>
/// <param name="MaxLength">The longest name, in UTF-8 bytes.</param>
public sealed record TopicNames(int MaxLength)
{
    /// <summary>Characters that are allowed besides ASCII letters and digits; null allows every character except controls.</summary>
    public string? Punctuation { get; init; }

    /// <summary>Names that the broker keeps for itself.</summary>
    public IReadOnlyList<string> Reserved { get; init; } = [];

    /// <summary>Says why <paramref name="name"/> is refused, or null where it is fine.</summary>
    public string? WhyNot(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
        {
            return "a topic name cannot be empty";
        }

        if (System.Text.Encoding.UTF8.GetByteCount(name) > MaxLength)
        {
            return $"a topic name has at most {MaxLength} bytes";
        }

        if (Reserved.Contains(name))
        {
            return $"'{name}' is reserved";
        }

        foreach (var character in name)
        {
            var allowed = Punctuation is null
                ? !char.IsControl(character)
                : char.IsAsciiLetterOrDigit(character) || Punctuation.Contains(character);
            if (!allowed)
            {
                return Punctuation is null
                    ? "a topic name has no control characters"
                    : $"'{character}' is not allowed: use letters, digits and {string.Join(' ', Punctuation.AsEnumerable())}";
            }
        }

        return null;
    }
}
