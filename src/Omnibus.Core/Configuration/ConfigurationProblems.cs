using Omnibus.Drivers;

namespace Omnibus.Configuration;

/// <summary>Everything that is wrong with a configuration, so that one start finds all of it. Each: <c>path: what is wrong. Fix.</c></summary>
internal sealed class ConfigurationProblems
{
    private readonly List<string> _found = [];

    public IReadOnlyList<string> Found => _found;

    public void Add(string path, string problem)
    {
        var text = $"{path}: {problem}";
        if (!_found.Contains(text))
        {
            _found.Add(text);
        }
    }

    /// <summary>What <paramref name="read"/> reads; <paramref name="otherwise"/>, with a problem, where it cannot.</summary>
    public T Catch<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (SettingException exception)
        {
            Add(exception.Path, exception.Problem);
            return otherwise;
        }
    }
}
