using Microsoft.Extensions.Configuration;
using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>
/// Reads the options of one section. What cannot be read becomes a problem and its default, so that reading goes on; what nobody asked for is an
/// unknown option.
/// </summary>
internal sealed class OptionReader(SettingsReader settings, ConfigurationProblems problems)
{
    private readonly SortedSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    public string Path => settings.Path;

    public static OptionReader Of(IConfigurationSection section, ConfigurationProblems problems) =>
        new(new SettingsReader(section.Path, section.AsEnumerable(makePathsRelative: true)), problems);

    public static OptionReader Of(OptionSection section, ConfigurationProblems problems) =>
        new(new SettingsReader(section.Path, section.Values), problems);

    public string PathOf(string name) => settings.PathOf(name);

    public string? Text(string name) => Read(name, () => settings.Text(name), null);

    public bool Boolean(string name, bool otherwise) => Read(name, () => settings.Boolean(name, otherwise), otherwise);

    public int? Integer(string name, int least, int most) => Read(name, () => settings.Integer(name, least, most), null);

    public TimeSpan? Duration(string name) => Read(name, () => settings.Duration(name), null);

    public long? Bytes(string name) => Read(name, () => settings.Bytes(name), null);

    public TEnum Choice<TEnum>(string name, TEnum otherwise)
        where TEnum : struct, Enum => Read(name, () => settings.Choice(name, otherwise), otherwise);

    /// <summary>A list of texts; null where it is not set.</summary>
    public IReadOnlyList<string>? List(string name)
    {
        _asked.Add(name);
        var children = settings.Children(name);
        if (children.Count > 0 && Text(name) is not null)
        {
            Problem(name, "is set both as one text and as a list. Remove one of them.");
        }
        else if (children.FirstOrDefault(child => !child.All(char.IsAsciiDigit)) is { } stranger)
        {
            Problem(name, $"is a list of texts, and '{stranger}' is not a place in it. Write [\"one\", \"two\"] or \"one,two\".");
        }

        var list = settings.List(name);
        return list.Count == 0 ? null : [.. list.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The sections right below a name, in order of their names.</summary>
    public IReadOnlyList<OptionSection> Sections(string name)
    {
        if (Text(name) is not null)
        {
            Problem(name, "is one text, and must be a section with named entries.");
        }

        var all = settings.Section(name);
        var sections = new List<OptionSection>();
        foreach (var child in settings.Children(name))
        {
            if (!string.IsNullOrEmpty(all.GetValueOrDefault(child)))
            {
                Problem($"{name}:{child}", "is one text, and must be a section with options.");
            }

            var prefix = child + ":";
            sections.Add(new OptionSection(child, PathOf($"{name}:{child}"), [
                .. all.Where(entry => entry.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                    .Select(entry => KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value))]));
        }

        return sections;
    }

    /// <summary>Passes over sections that are somebody else's to read.</summary>
    public void Pass(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _asked.Add(name);
            settings.Section(name);
        }
    }

    /// <summary>Reports a problem with an option.</summary>
    public void Problem(string name, string problem) => problems.Add(PathOf(name), problem);

    /// <summary>Reports everything that is set and was not asked for. To be called last.</summary>
    public void ReportUnknown()
    {
        foreach (var name in settings.Unread())
        {
            Problem(name, UnknownOption.Text(name, _asked));
        }
    }

    private T Read<T>(string name, Func<T> read, T otherwise)
    {
        _asked.Add(name);
        return problems.Catch(read, otherwise);
    }
}
