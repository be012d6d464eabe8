using System.Globalization;

namespace Omnibus.Drivers;

/// <summary>
/// Reads settings below one configuration path. Knows the full path of each, for errors, and remembers what was asked for, so that
/// whatever remains can be reported as an unknown option. Names ignore case. Not thread-safe.
/// </summary>
public class SettingsReader
{
    private readonly SortedDictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads from texts by their names below <paramref name="path"/>, parts joined by colons.</summary>
    public SettingsReader(string path, IEnumerable<KeyValuePair<string, string?>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Path = path;
        foreach (var (name, value) in values)
        {
            _values[name] = value;
        }
    }

    /// <summary>The configuration path that all names are below.</summary>
    public string Path { get; }

    /// <summary>The full path of a setting.</summary>
    public string PathOf(string name) => $"{Path}:{name}";

    /// <summary>The text of a setting; null where it is not set or empty.</summary>
    public string? Text(string name)
    {
        _known.Add(name);
        return _values.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;
    }

    /// <summary>The text of a setting that must be there.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="fix">One sentence: what to set it to.</param>
    public string RequiredText(string name, string fix) => Text(name) ?? throw Wrong(name, $"is missing. {fix}");

    /// <summary>A truth value.</summary>
    public bool Boolean(string name, bool otherwise) => Text(name) switch
    {
        null => otherwise,
        { } text when bool.TryParse(text, out var value) => value,
        { } text => throw Wrong(name, $"'{text}' is neither true nor false."),
    };

    /// <summary>A whole number between two bounds.</summary>
    public int? Integer(string name, int least = int.MinValue, int most = int.MaxValue)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Wrong(name, $"'{text}' is not a whole number{Bounds(least, most)}.");
    }

    /// <summary>A time span, positive unless <paramref name="zero"/> allows nothing at all.</summary>
    public TimeSpan? Duration(string name, bool zero = false)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        // A bare number would be days: nobody who writes "30" means that.
        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
            && (value > TimeSpan.Zero || (zero && value == TimeSpan.Zero))
            ? value
            : throw Wrong(name, $"'{text}' is not a {(zero ? "" : "positive ")}time span. Write [days.]hours:minutes:seconds, for example 00:00:30.");
    }

    /// <summary>A number of bytes, with or without KB, MB or GB.</summary>
    public long? Bytes(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var (digits, unit) = text.Trim().ToUpperInvariant() switch
        {
            var t when t.EndsWith("KB", StringComparison.Ordinal) => (t[..^2], 1L << 10),
            var t when t.EndsWith("MB", StringComparison.Ordinal) => (t[..^2], 1L << 20),
            var t when t.EndsWith("GB", StringComparison.Ordinal) => (t[..^2], 1L << 30),
            var t => (t, 1L),
        };
        return long.TryParse(digits, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) && value <= long.MaxValue / unit
            ? value * unit
            : throw Wrong(name, $"'{text}' is not a number of bytes. Write a whole number, with KB, MB or GB behind it if you like.");
    }

    /// <summary>One of the values of an enumeration, by name.</summary>
    public TEnum Choice<TEnum>(string name, TEnum otherwise)
        where TEnum : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return Enum.TryParse<TEnum>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw Wrong(name, $"'{text}' is not one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
    }

    /// <summary>A list: <c>name:0</c>, <c>name:1</c>, …, or one text with commas.</summary>
    public IReadOnlyList<string> List(string name)
    {
        var entries = Section(name);
        if (entries.Count > 0)
        {
            return [.. entries.OrderBy(entry => int.TryParse(entry.Key, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue)
                .Select(entry => entry.Value ?? "").Where(value => value.Length > 0)];
        }

        return Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }

    /// <summary>Everything below a name, by the rest of its path: for options that belong to the client.</summary>
    public IReadOnlyDictionary<string, string?> Section(string name)
    {
        var prefix = name + ":";
        var section = new SortedDictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in _values)
        {
            if (key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                _known.Add(key);
                section[key[prefix.Length..]] = value;
            }
        }

        _known.Add(name);
        return section;
    }

    /// <summary>The names right below a name, each once, in order.</summary>
    public IReadOnlyList<string> Children(string name) =>
        [.. Section(name).Keys.Select(key => key.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What is set and was never asked for: unknown options.</summary>
    public IReadOnlyList<string> Unread() => [.. _values.Where(entry => entry.Value is not null && !_known.Contains(entry.Key)).Select(entry => entry.Key)];

    /// <summary>What was asked for: the options that would have been understood.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>The exception for a setting that is missing or wrong.</summary>
    public SettingException Wrong(string name, string problem) => new(PathOf(name), problem);

    private static string Bounds(int least, int most) => (least, most) switch
    {
        (int.MinValue, int.MaxValue) => "",
        (_, int.MaxValue) => $" of at least {least}",
        (int.MinValue, _) => $" of at most {most}",
        _ => $" from {least} to {most}",
    };
}
